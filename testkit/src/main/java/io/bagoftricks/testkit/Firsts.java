package io.bagoftricks.testkit;

import java.util.Arrays;
import java.util.Locale;

/** The first of the values that a network has. */
final class Firsts {
  private Firsts() {}

  /**
   * A copy of the first values.
   *
   * @param what they are, for the message
   * @throws IllegalArgumentException if there are fewer: zeros in their place would pass for values
   */
  static double[] of(double[] all, int count, String what) {
    if (count > all.length) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "The network has %d %s, not %d", all.length, what, count));
    }
    return Arrays.copyOf(all, count);
  }
}
