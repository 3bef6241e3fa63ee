package io.bagoftricks.tricks.data.mixup;

import io.bagoftricks.tricks.data.MixMode;
import java.util.Locale;

/**
 * Settings of mixup.
 *
 * @param alpha both parameters of the Beta distribution, positive; small values blend little
 * @param prob how often it acts, above 0 to 1; drawn as often as lambda
 * @param profile who is blended with whom
 * @param mode how many lambdas a batch has; other than {@code BATCH} only in the profile {@code
 *     TIMM}
 */
public record MixupConfig(double alpha, double prob, Profile profile, MixMode mode) {
  /** Whose definition. */
  public enum Profile {
    /** Partners by a random permutation. */
    PAPER,
    /** Partners by reversing the batch. */
    GLUONCV,
    /** Partners by reversing the batch; a choice of modes. */
    TIMM
  }

  /** Checks the range, and that the mode is one of the profile's. */
  public MixupConfig {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("alpha must be positive and finite, not " + alpha);
    }
    if (!(prob > 0 && prob <= 1)) {
      throw new IllegalArgumentException("prob must be above 0 and at most 1, not " + prob);
    }
    if (mode != MixMode.BATCH && profile != Profile.TIMM) {
      throw new IllegalArgumentException(
          "mode must be 'batch' unless profile is 'timm', not '"
              + mode.name().toLowerCase(Locale.ROOT)
              + "'");
    }
  }

  /** The paper's: alpha 0.2, a random partner, one lambda for every batch. */
  public static MixupConfig defaults() {
    return new MixupConfig(0.2, 1, Profile.PAPER, MixMode.BATCH);
  }
}
