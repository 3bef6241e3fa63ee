package io.bagoftricks.tricks.optim.mixedprecision;

/**
 * A dynamic loss scale between two steps.
 *
 * @param factor on the loss
 * @param cleanSteps steps without an overflow since the factor last changed
 */
record LossScale(double factor, long cleanSteps) {
  /**
   * The scale after one more step, by the rule of torch's {@code GradScaler}: an overflow shrinks
   * it at once, {@code growthInterval} steps in a row without one let it grow. It stays within
   * 2^-24 and 2^24, so that it never becomes zero or infinite.
   */
  LossScale after(boolean overflowed, MixedPrecisionConfig config) {
    if (overflowed) {
      double smaller = factor * config.backoffFactor();
      return new LossScale(Math.max(smaller, MixedPrecisionConfig.SMALLEST_SCALE), 0);
    }
    if (cleanSteps + 1 < config.growthInterval()) {
      return new LossScale(factor, cleanSteps + 1);
    }
    double larger = factor * config.growthFactor();
    return new LossScale(Math.min(larger, MixedPrecisionConfig.LARGEST_SCALE), 0);
  }
}
