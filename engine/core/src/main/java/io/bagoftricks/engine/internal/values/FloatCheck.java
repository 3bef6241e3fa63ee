package io.bagoftricks.engine.internal.values;

/** Looks through values, faster than one comparison each. */
public final class FloatCheck {
  private static final int BLOCK = 256;

  private FloatCheck() {}

  /**
   * Whether neither infinities nor NaN are among values.
   *
   * @param values as they are
   * @param offset where they begin
   * @param length how many
   */
  public static boolean isFinite(float[] values, int offset, int length) {
    // Zero times a number is a zero; times anything else it is NaN, which stays in a sum.
    float[] sums = new float[Math.min(BLOCK, length)];
    int end = offset + length;
    for (int from = offset; from < end; from += BLOCK) {
      addZeroTimes(values, from, Math.min(BLOCK, end - from), sums);
    }
    for (float sum : sums) {
      if (sum != 0) {
        return false;
      }
    }
    return true;
  }

  /** A loop alone in its method is compiled to vectors. */
  private static void addZeroTimes(float[] values, int from, int length, float[] sums) {
    for (int i = 0; i < length; i++) {
      sums[i] += 0 * values[from + i];
    }
  }
}
