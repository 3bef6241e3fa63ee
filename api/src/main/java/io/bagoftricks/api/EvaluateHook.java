package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs before an evaluation: which weights, which views, how samples are prepared.
 *
 * @since 0.1
 */
@ConsumerType
public interface EvaluateHook extends Trick {
  /**
   * Changes how the evaluation is done.
   *
   * @param evaluation what is about to be evaluated, and how
   */
  void onEvaluate(Evaluation evaluation);
}
