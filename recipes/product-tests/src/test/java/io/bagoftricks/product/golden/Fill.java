package io.bagoftricks.product.golden;

/** The formula of golden files: SplitMix64's finalizer of a stream and an index, in [-1, 1). */
final class Fill {
  private Fill() {}

  static double of(long stream, long index) {
    long z = (stream << 32) + index + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return 2 * ((z >>> 11) * 0x1.0p-53) - 1;
  }
}
