package io.bagoftricks.tricks.data.progressiveresizing;

/**
 * Settings of progressive resizing.
 *
 * @param initialScale of the input's sides at first, above 0 to 1
 * @param delayFraction the share of the run before they grow, from 0 to 1
 * @param finetuneFraction the share of the run at its end that sees them whole; together with
 *     delayFraction at most 1
 * @param sizeIncrement sides are multiples of this many pixels, positive
 */
public record ProgressiveResizingConfig(
    double initialScale, double delayFraction, double finetuneFraction, int sizeIncrement) {
  /** Checks the ranges. */
  public ProgressiveResizingConfig {
    if (!(initialScale > 0 && initialScale <= 1)) {
      throw new IllegalArgumentException(
          "initialScale must be above 0 and at most 1, not " + initialScale);
    }
    if (!(delayFraction >= 0 && delayFraction <= 1)) {
      throw new IllegalArgumentException("delayFraction must be from 0 to 1, not " + delayFraction);
    }
    // Not 1 - delayFraction, which is below 0.2 where delayFraction is 0.8.
    if (!(finetuneFraction >= 0 && delayFraction + finetuneFraction <= 1)) {
      throw new IllegalArgumentException(
          "finetuneFraction must be from 0 to 1 - delayFraction, not " + finetuneFraction);
    }
    if (!(sizeIncrement >= 1)) {
      throw new IllegalArgumentException("sizeIncrement must be at least 1, not " + sizeIncrement);
    }
  }

  /** Composer's. */
  public static ProgressiveResizingConfig defaults() {
    return new ProgressiveResizingConfig(0.5, 0.5, 0.2, 4);
  }
}
