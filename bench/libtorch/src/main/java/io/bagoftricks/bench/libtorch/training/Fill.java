package io.bagoftricks.bench.libtorch.training;

/** The formula that fills parameters, images and the vectors that weights are projected on. */
final class Fill {
  private Fill() {}

  /** In [-1, 1): SplitMix64's finalizer of a stream and an index. */
  static double of(long stream, long index) {
    long z = (stream << 32) + index + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return 2 * ((z >>> 11) * 0x1.0p-53) - 1;
  }

  /** A vector of a stream. */
  static double[] vector(long stream, int length) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = of(stream, i);
    }
    return values;
  }
}
