package io.bagoftricks.tricks.data.mixup;

import java.util.Locale;

/**
 * Settings of mixup.
 *
 * @param alpha both parameters of the Beta distribution, positive; small values blend little
 * @param profile who is blended with whom
 * @param mode how many lambdas a batch has; other than {@code BATCH} only in the profile {@code
 *     TIMM}
 */
public record MixupConfig(double alpha, Profile profile, Mode mode) {
  /** Whose definition. */
  public enum Profile {
    /** Partners by a random permutation. */
    PAPER,
    /** Partners by reversing the batch. */
    GLUONCV,
    /** Partners by reversing the batch; a choice of modes. */
    TIMM
  }

  /** How many lambdas a batch has, in timm's words. */
  public enum Mode {
    /** One for the batch. */
    BATCH,
    /** One for each two examples that are blended with each other. */
    PAIR,
    /** One for each example. */
    ELEM
  }

  /** Checks the range, and that the mode is one of the profile's. */
  public MixupConfig {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("alpha must be positive and finite, not " + alpha);
    }
    if (mode != Mode.BATCH && profile != Profile.TIMM) {
      throw new IllegalArgumentException(
          "mode must be 'batch' unless profile is 'timm', not '"
              + mode.name().toLowerCase(Locale.ROOT)
              + "'");
    }
  }

  /** The paper's: alpha 0.2, a random partner, one lambda for the batch. */
  public static MixupConfig defaults() {
    return new MixupConfig(0.2, Profile.PAPER, Mode.BATCH);
  }
}
