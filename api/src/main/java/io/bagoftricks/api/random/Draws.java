package io.bagoftricks.api.random;

/**
 * Random numbers addressed by a key, so that who else draws, and in which order, changes nothing.
 *
 * <p>The generator is SplitMix64 (Steele, Lea and Flood, <i>Fast splittable pseudorandom number
 * generators</i>, OOPSLA 2014): draw {@code n} of a key is a pure function of both. Distributions
 * are computed with {@link StrictMath}, hence the same on every machine. A {@code Draws} is a
 * cursor over one key and is used by one thread.
 *
 * @since 0.1
 */
public final class Draws {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double TWO_POW_MINUS_53 = 0x1.0p-53;

  private final long key;
  private long drawn;

  private Draws(long key) {
    this.key = key;
  }

  /**
   * {@return draws of a run} The same seed gives the same draws.
   *
   * @param seed any number
   */
  public static Draws of(long seed) {
    return new Draws(mix(seed + GOLDEN_GAMMA));
  }

  /**
   * {@return an independent stream under this key} Neither the draws made here nor other streams
   * matter.
   *
   * @param name what the stream is for; equal names give equal streams
   */
  public Draws stream(String name) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    return new Draws(mix(mix(key ^ hash) + GOLDEN_GAMMA));
  }

  /**
   * {@return an independent stream for a position: an epoch, a sample, a step}
   *
   * @param position any number; equal positions give equal streams
   */
  public Draws stream(long position) {
    return new Draws(mix(key + mix(position + GOLDEN_GAMMA) * 3));
  }

  /** {@return the next 64 random bits} */
  public long bits() {
    return mix(key + GOLDEN_GAMMA * ++drawn);
  }

  /**
   * Uniform in [0, 1), in steps of 2^-53.
   *
   * @return the next draw
   */
  public double uniform() {
    return (bits() >>> 11) * TWO_POW_MINUS_53;
  }

  /**
   * Uniform in [low, high).
   *
   * @param low the least value, included
   * @param high the end, not included
   * @return the next draw
   * @throws IllegalArgumentException unless {@code low <= high}, both finite
   */
  public double uniform(double low, double high) {
    if (!(low <= high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException("uniform needs low <= high, finite: " + low + ", " + high);
    }
    double drawn = low + (high - low) * uniform();
    return drawn < high || low == high ? drawn : Math.nextDown(high); // it may be rounded up
  }

  /**
   * Uniform over 0 .. bound - 1, without modulo bias (rejection).
   *
   * @param bound one more than the largest value
   * @return the next draw
   * @throws IllegalArgumentException unless {@code bound > 0}
   */
  public int below(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("below needs a positive bound: " + bound);
    }
    long candidate = bits() >>> 1;
    long value = candidate % bound;
    while (candidate - value + (bound - 1) < 0) {
      candidate = bits() >>> 1;
      value = candidate % bound;
    }
    return (int) value;
  }

  /**
   * True with the given probability.
   *
   * @param probability 0 for never, 1 for always
   * @return the next draw
   * @throws IllegalArgumentException unless {@code 0 <= probability <= 1}
   */
  public boolean chance(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("A probability lies in [0, 1]: " + probability);
    }
    return uniform() < probability;
  }

  /**
   * Standard normal, by the Box-Muller transform (two uniforms per draw).
   *
   * @return the next draw
   */
  public double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }

  /**
   * Standard normals, by Marsaglia's polar method (two values of a pair of uniforms in the unit
   * disk): for many values faster than as many calls of {@link #normal()}, and other values.
   *
   * @param values receives the draws, as floats, one for each element
   */
  public void fillNormal(float[] values) {
    for (int i = 0; i < values.length; i += 2) {
      double x;
      double y;
      double square;
      do {
        x = 2 * uniform() - 1;
        y = 2 * uniform() - 1;
        square = x * x + y * y;
      } while (square >= 1 || square == 0);
      double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
      values[i] = (float) (x * factor);
      if (i + 1 < values.length) {
        values[i + 1] = (float) (y * factor);
      }
    }
  }

  /**
   * Uniforms in [low, high): those of as many calls of {@link #uniform(double, double)}, as floats.
   *
   * @param values receives the draws; rounded to floats, one may equal {@code high}
   * @param low the least value, included
   * @param high the end
   * @throws IllegalArgumentException unless {@code low <= high}, both finite
   */
  public void fillUniform(float[] values, double low, double high) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) uniform(low, high);
    }
  }

  /**
   * Beta(alpha, beta), from two gamma draws compared in log space, so that small parameters do not
   * underflow.
   *
   * @param alpha the first shape, positive
   * @param beta the second shape, positive
   * @return the next draw
   * @throws IllegalArgumentException unless both are positive and finite
   */
  public double beta(double alpha, double beta) {
    if (!(alpha > 0 && beta > 0) || Double.isInfinite(alpha) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta needs positive parameters: " + alpha + ", " + beta);
    }
    double logOdds = logGammaDraw(beta) - logGammaDraw(alpha);
    if (Double.isNaN(logOdds)) { // both are too small for a logarithm: nearly 0 or nearly 1
      return chance(alpha / (alpha + beta)) ? 1 : 0;
    }
    return 1 / (1 + StrictMath.exp(logOdds));
  }

  /**
   * {@return a uniformly random permutation of 0 .. n - 1 (Fisher-Yates)}
   *
   * @param n the length, not negative
   */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * The logarithm of a Gamma(shape, 1) draw: Marsaglia and Tsang, <i>A simple method for generating
   * gamma variables</i>, 2000; shapes below one are boosted by U^(1/shape).
   */
  private double logGammaDraw(double shape) {
    if (shape < 1) {
      return logGammaDraw(shape + 1) + StrictMath.log(1 - uniform()) / shape;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = normal();
      double cubeRoot = 1 + c * x;
      if (cubeRoot <= 0) {
        continue;
      }
      double v = cubeRoot * cubeRoot * cubeRoot;
      if (StrictMath.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return StrictMath.log(d * v);
      }
    }
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
