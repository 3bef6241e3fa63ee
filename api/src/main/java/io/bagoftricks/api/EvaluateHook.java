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
   * Changes how the evaluation is done. Called before each evaluation, and also where only the
   * weights, the views or the preparation are asked for, perhaps several times at one moment: what
   * it does depends on the moment and on state that other hooks keep, and not on how often it was
   * called.
   *
   * @param evaluation what is about to be evaluated, and how
   */
  void onEvaluate(Evaluation evaluation);
}
