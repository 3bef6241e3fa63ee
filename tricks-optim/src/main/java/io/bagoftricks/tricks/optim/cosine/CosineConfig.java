package io.bagoftricks.tricks.optim.cosine;

/**
 * Settings of the cosine decay.
 *
 * @param profile where the curve starts
 * @param perEpoch whether the rate changes only between epochs, not with every step
 */
public record CosineConfig(Profile profile, boolean perEpoch) {
  /** Whose definition. */
  public enum Profile {
    /** The curve starts where the warm-up ends. */
    PAPER,
    /** As {@link #PAPER}, but the last step is at zero: GluonCV's present code. */
    GLUONCV,
    /** The curve starts with the run and is hidden by the warm-up while that lasts. */
    TIMM
  }

  /** The paper's: after the warm-up, with every step. */
  public static CosineConfig defaults() {
    return new CosineConfig(Profile.PAPER, false);
  }
}
