package io.bagoftricks.tricks.optim.warmup;

import io.bagoftricks.api.TrainingTime;

/**
 * Settings of the warm-up.
 *
 * @param duration how long the learning rate rises, positive
 */
public record WarmupConfig(TrainingTime duration) {
  /** Checks the range. */
  public WarmupConfig {
    if (!(duration.value() > 0)) {
      throw new IllegalArgumentException("duration must be longer than 0, not " + duration);
    }
  }

  /** The paper's: five epochs. */
  public static WarmupConfig defaults() {
    return new WarmupConfig(TrainingTime.epochs(5));
  }
}
