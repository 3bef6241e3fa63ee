package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs around the optimizer's update.
 *
 * @since 0.1
 */
@ConsumerType
public interface StepHook extends Trick {
  /**
   * After the last backward; gradients are unscaled, averaged over the examples of the effective
   * batch and finite. Not called where the gradients overflowed.
   *
   * @param step gradients and rate of this step, to be read or changed
   */
  default void onStep(Step step) {}

  /**
   * After the step, or after it was skipped.
   *
   * @param result the weights after it, and whether they were updated
   */
  default void afterStep(StepResult result) {}
}
