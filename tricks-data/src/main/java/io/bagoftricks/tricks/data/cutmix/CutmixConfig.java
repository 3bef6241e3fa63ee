package io.bagoftricks.tricks.data.cutmix;

import io.bagoftricks.tricks.data.MixMode;
import java.util.List;
import java.util.Locale;

/**
 * Settings of CutMix.
 *
 * @param alpha both parameters of the Beta distribution, positive; 1 is uniform
 * @param prob how often it acts, above 0 to 1; drawn as often as lambda
 * @param profile whose partners
 * @param mode how many rectangles a batch has; other than {@code BATCH} only in the profile {@code
 *     TIMM}
 * @param minmax the least and the largest share of the image's sides that a rectangle has, instead
 *     of a draw from the Beta distribution; empty or two numbers, only in the profile {@code TIMM}
 */
public record CutmixConfig(
    double alpha, double prob, Profile profile, MixMode mode, List<Double> minmax) {
  /** Whose definition. */
  public enum Profile {
    /** Partners by a random permutation. */
    PAPER,
    /** Partners by reversing the batch; a choice of modes and of rectangles. */
    TIMM
  }

  /** Checks the ranges, and that mode and minmax are the profile's. */
  public CutmixConfig {
    minmax = List.copyOf(minmax);
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
    if (!minmax.isEmpty()) {
      checkMinmax(profile, minmax);
    }
  }

  private static void checkMinmax(Profile profile, List<Double> minmax) {
    if (profile != Profile.TIMM) {
      throw new IllegalArgumentException("minmax must be empty unless profile is 'timm'");
    }
    if (minmax.size() != 2
        || !(0 < minmax.get(0) && minmax.get(0) < minmax.get(1) && minmax.get(1) <= 1)) {
      throw new IllegalArgumentException(
          "minmax must be empty or two numbers, 0 < least < largest <= 1, not " + minmax);
    }
  }

  /** The paper's for ImageNet: alpha 1, always, a random partner, one rectangle for the batch. */
  public static CutmixConfig defaults() {
    return new CutmixConfig(1, 1, Profile.PAPER, MixMode.BATCH, List.of());
  }
}
