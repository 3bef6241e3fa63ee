package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One update after it happened, or was skipped. Arrays are flat.
 *
 * @since 0.1
 */
public interface StepResult extends HookContext {
  /** Whether the weights were updated. */
  boolean updated();

  /** Whether the update was skipped because the loss or a gradient was not finite. */
  boolean overflowed();

  /** The weights. Not to be written. */
  INDArray weights();

  /** The weights, to be changed in place. */
  INDArray editWeights();

  /** The running statistics of all normalizations. Not to be written. */
  INDArray statistics();

  /** {@code target += fraction x (weights - target)}, in one pass. */
  void lerpWeightsInto(INDArray target, double fraction);

  /** {@code target += fraction x (statistics - target)}, in one pass. */
  void lerpStatisticsInto(INDArray target, double fraction);
}
