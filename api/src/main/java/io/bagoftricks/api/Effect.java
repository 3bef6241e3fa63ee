package io.bagoftricks.api;

/**
 * The receipt of a setup hook: "16 of 53 batch norms".
 *
 * @param touched how many were changed
 * @param outOf how many there are
 * @param what of what, in the plural
 * @since 0.1
 */
public record Effect(long touched, long outOf, String what) {
  /**
   * Checks that the part is not larger than the whole.
   *
   * @param touched from 0 to {@code outOf}
   * @param outOf how many there are
   * @param what of what, in the plural
   */
  public Effect {
    if (touched < 0 || touched > outOf) {
      throw new IllegalArgumentException(touched + " of " + outOf + " " + what);
    }
  }

  @Override
  public String toString() {
    return touched + " of " + outOf + " " + what;
  }
}
