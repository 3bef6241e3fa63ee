package io.bagoftricks.engine.internal.values;

/** Looks through values, faster than one comparison each. */
public final class FloatCheck {
  private static final int MAGNITUDE = 0x7fff_ffff;
  private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
  private static final int LANES = 4;

  private FloatCheck() {}

  /**
   * Whether neither infinities nor NaN are among values.
   *
   * @param values as they are
   * @param offset where they begin
   * @param length how many
   */
  public static boolean isFinite(float[] values, int offset, int length) {
    // Four maxima, none of which waits for another.
    int first = 0;
    int second = 0;
    int third = 0;
    int fourth = 0;
    int end = offset + length;
    int i = offset;
    for (; i <= end - LANES; i += LANES) {
      first = Math.max(first, magnitude(values[i]));
      second = Math.max(second, magnitude(values[i + 1]));
      third = Math.max(third, magnitude(values[i + 2]));
      fourth = Math.max(fourth, magnitude(values[i + 3]));
    }
    for (; i < end; i++) {
      first = Math.max(first, magnitude(values[i]));
    }
    return Math.max(Math.max(first, second), Math.max(third, fourth)) < INFINITY;
  }

  private static int magnitude(float value) {
    return Float.floatToRawIntBits(value) & MAGNITUDE;
  }
}
