package io.bagoftricks.tricks.optim.swa;

import io.bagoftricks.api.TrainingTime;

/**
 * Settings of stochastic weight averaging.
 *
 * @param start when averaging begins: with the first epoch that ends then, or later
 * @param cycle how often the weights enter the average, positive
 * @param rate the learning rate from then on, whatever the schedule says; 0 leaves it to the
 *     schedule; not negative, finite
 * @param statisticsShare the share of the training images of which the running statistics of the
 *     average are measured, above 0 and at most 1
 */
public record SwaConfig(
    TrainingTime start, TrainingTime cycle, double rate, double statisticsShare) {
  /** Checks the ranges. */
  public SwaConfig {
    if (!(cycle.value() > 0)) {
      throw new IllegalArgumentException("cycle must be longer than 0, not " + cycle);
    }
    if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("rate must be finite and at least 0, not " + rate);
    }
    if (!(statisticsShare > 0 && statisticsShare <= 1)) {
      throw new IllegalArgumentException(
          "statisticsShare must be above 0 and at most 1, not " + statisticsShare);
    }
  }

  /** The paper's: from three quarters of the run, every epoch, at a rate of 0.05. */
  public static SwaConfig defaults() {
    return new SwaConfig(
        new TrainingTime(0.75, TrainingTime.Unit.DUR), TrainingTime.epochs(1), 0.05, 1);
  }
}
