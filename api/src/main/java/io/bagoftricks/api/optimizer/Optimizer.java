package io.bagoftricks.api.optimizer;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An optimizer with its settings: the numbers that schedules and parameter groups start from, and
 * the formula. Where the settings are a record, that record may be the optimizer itself.
 *
 * @since 0.1
 */
@ConsumerType
public interface Optimizer {
  /** {@return the base rate, before any factor or schedule: positive and finite} */
  double learningRate();

  /** {@return the base momentum, at least 0 and below 1; 0 where the formula has none} */
  default double momentum() {
    return 0;
  }

  /** {@return whether the formula has a momentum that a schedule can move} */
  default boolean hasMomentum() {
    return false;
  }

  /** {@return the weight decay, before any factor: not negative, finite} */
  double weightDecay();

  /** {@return the formula} */
  UpdateRule rule();

  /**
   * Checks the numbers that optimizers share, for the compact constructor of a settings record.
   *
   * @param learningRate positive and finite
   * @param momentum at least 0 and below 1
   * @param weightDecay not negative, finite
   * @throws IllegalArgumentException naming the first that is out of range
   */
  static void check(double learningRate, double momentum, double weightDecay) {
    if (!(learningRate > 0 && Double.isFinite(learningRate))) {
      throw new IllegalArgumentException(
          "learningRate is " + learningRate + ", but must be positive and finite");
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum is " + momentum + ", but must be at least 0 and below 1");
    }
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new IllegalArgumentException(
          "weightDecay is " + weightDecay + ", but must be at least 0 and finite");
    }
  }
}
