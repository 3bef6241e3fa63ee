package io.bagoftricks.bench.libtorch.training;

/**
 * Random numbers addressed by a key, as the product documents them: SplitMix64 (Steele, Lea and
 * Flood 2014) counts from a key, FNV-1a hashes names into keys, Marsaglia and Tsang (2000) draw
 * gammas, Box and Muller normals, Fisher and Yates permutations. Written from those definitions, so
 * that golden runs hold the product to them.
 */
final class CounterDraws {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private final long key;
  private long counter;

  private CounterDraws(long key) {
    this.key = key;
  }

  /** The root of a run. */
  static CounterDraws ofSeed(long seed) {
    return new CounterDraws(finalize64(seed + GAMMA));
  }

  /** Below a name. */
  CounterDraws at(String name) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < name.length(); i++) {
      hash ^= name.charAt(i);
      hash *= FNV_PRIME;
    }
    return new CounterDraws(finalize64(finalize64(key ^ hash) + GAMMA));
  }

  /** Below a number. */
  CounterDraws at(long number) {
    return new CounterDraws(finalize64(key + 3 * finalize64(number + GAMMA)));
  }

  /** In [0, 1), of 53 bits. */
  double uniform() {
    return (next() >>> 11) / (double) (1L << 53);
  }

  /** Beta(a, a): one of two gamma draws over their sum, through their logarithms. */
  double symmetricBeta(double a) {
    double second = logGamma(a);
    double first = logGamma(a);
    return 1 / (1 + StrictMath.exp(second - first));
  }

  /** Inside-out shuffle of 0 .. n - 1. */
  int[] permutation(int n) {
    int[] shuffled = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(i + 1);
      shuffled[i] = shuffled[j];
      shuffled[j] = i;
    }
    return shuffled;
  }

  private int below(int bound) {
    while (true) {
      long bits = next() >>> 1;
      long value = bits % bound;
      if (bits - value <= Long.MAX_VALUE - (bound - 1)) {
        return (int) value;
      }
    }
  }

  private double logGamma(double shape) {
    if (shape < 1) {
      double larger = logGamma(shape + 1);
      return larger + StrictMath.log(1 - uniform()) / shape;
    }
    double d = shape - 1 / 3.0;
    double c = 1 / StrictMath.sqrt(9 * d);
    for (; ; ) {
      double x = normal();
      double root = 1 + c * x;
      if (root > 0) {
        double v = root * root * root;
        double logUniform = StrictMath.log(1 - uniform());
        if (logUniform < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
          return StrictMath.log(d * v);
        }
      }
    }
  }

  private double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }

  private long next() {
    counter++;
    return finalize64(key + counter * GAMMA);
  }

  private static long finalize64(long value) {
    long z = value;
    z ^= z >>> 30;
    z *= 0xBF58476D1CE4E5B9L;
    z ^= z >>> 27;
    z *= 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return z;
  }
}
