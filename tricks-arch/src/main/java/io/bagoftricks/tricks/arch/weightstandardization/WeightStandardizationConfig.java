package io.bagoftricks.tricks.arch.weightstandardization;

/**
 * Settings of weight standardization.
 *
 * @param epsilon keeps the divisor from zero, 1e-12 to 1
 * @param profile how the deviation is computed
 */
public record WeightStandardizationConfig(double epsilon, Profile profile) {
  /** Whose definition. */
  public enum Profile {
    /** The root of the biased variance and epsilon: the paper, and timm. */
    PAPER,
    /** The unbiased deviation, and epsilon added to it: the code of the paper's authors. */
    AUTHORS
  }

  /** Checks the range. */
  public WeightStandardizationConfig {
    if (!(epsilon >= 1e-12 && epsilon <= 1)) {
      throw new IllegalArgumentException("epsilon must be between 1e-12 and 1, not " + epsilon);
    }
  }

  /** The paper's. */
  public static WeightStandardizationConfig defaults() {
    return new WeightStandardizationConfig(1e-5, Profile.PAPER);
  }
}
