package io.bagoftricks.backends.onednn;

/** Sums over a block, in several strands so that the processor need not wait for each addition. */
final class Reductions {
  private Reductions() {}

  /** The sum of squares, in 64 bits. */
  static double squares(float[] values, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (; i < count; i++) {
      a += (double) values[i] * values[i];
    }
    return (a + b) + (c + d);
  }

  /** Zero if every value is finite; else not a number. */
  static double zeroIfFinite(float[] values, int count) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      a += values[i] * 0f;
      b += values[i + 1] * 0f;
      c += values[i + 2] * 0f;
      d += values[i + 3] * 0f;
    }
    for (; i < count; i++) {
      a += values[i] * 0f;
    }
    return (a + b) + (c + d);
  }
}
