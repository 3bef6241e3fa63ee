package io.bagoftricks.tricks.loss.labelsmoothing;

/**
 * Settings of label smoothing.
 *
 * @param smoothing the share of the mass that moves, at least 0 and below 1
 * @param profile where the mass goes
 */
public record LabelSmoothingConfig(double smoothing, Profile profile) {
  /** Whose definition. */
  public enum Profile {
    /** The share is spread over the other classes: the true class keeps 1 - s. */
    PAPER,
    /** The share is spread over all classes: the true class keeps 1 - s + s / K. */
    GLUONCV,
    /** As {@link #GLUONCV}. */
    TIMM
  }

  /** Checks the range. */
  public LabelSmoothingConfig {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "smoothing must be at least 0 and below 1, not " + smoothing);
    }
  }

  /** The paper's: 0.1 over the other classes. */
  public static LabelSmoothingConfig defaults() {
    return new LabelSmoothingConfig(0.1, Profile.PAPER);
  }
}
