package io.bagoftricks.tricks.optim.warmup;

import io.bagoftricks.api.TrainingTime;

/**
 * Settings of the warm-up.
 *
 * @param duration how long the learning rate rises, positive
 * @param profile whose definition
 * @param startRate the rate of the first step, which no other trick scales; at least 0; another
 *     than {@value #USUAL_START} only in the profile {@code TIMM}
 * @param perEpoch whether the rate rises only between epochs; only in the profile {@code TIMM}
 */
public record WarmupConfig(
    TrainingTime duration, Profile profile, double startRate, boolean perEpoch) {
  /** The default of timm's {@code --warmup-lr}. */
  private static final double USUAL_START = 1e-5;

  /** Whose definition. */
  public enum Profile {
    /** Step i = 1..m uses {@code i / m} of the rate. */
    PAPER,
    /** Step i uses {@code i / (m - 1)} of the rate, at most all of it: GluonCV's present code. */
    GLUONCV,
    /** From a rate of its own, step i uses {@code (i - 1) / m} of the way. */
    TIMM
  }

  /** Checks the ranges, and that timm's settings are left alone in other profiles. */
  public WarmupConfig {
    if (!(duration.value() > 0)) {
      throw new IllegalArgumentException("duration must be longer than 0, not " + duration);
    }
    if (!(startRate >= 0 && startRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "startRate must be at least 0 and finite, not " + startRate);
    }
    if (profile != Profile.TIMM && (startRate != USUAL_START || perEpoch)) {
      throw new IllegalArgumentException(
          "startRate and perEpoch must be left out unless profile is 'timm', not %s and %s"
              .formatted(startRate, perEpoch));
    }
  }

  /** The paper's: five epochs. */
  public static WarmupConfig defaults() {
    return new WarmupConfig(TrainingTime.epochs(5), Profile.PAPER, USUAL_START, false);
  }
}
