package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs before an evaluation: which weights, which views, how samples are prepared.
 *
 * @since 0.1
 */
@ConsumerType
public interface EvaluateHook extends Trick {
  /** Changes how the evaluation is done. */
  void onEvaluate(Evaluation evaluation);
}
