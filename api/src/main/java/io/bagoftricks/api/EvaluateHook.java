package io.bagoftricks.api;

/**
 * Runs before an evaluation: which weights, which views, how samples are prepared.
 *
 * @since 0.1
 */
public interface EvaluateHook extends Trick {
  /** Changes how the evaluation is done. */
  void onEvaluate(Evaluation evaluation);
}
