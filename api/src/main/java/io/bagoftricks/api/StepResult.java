package io.bagoftricks.api;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One update after it happened, or was skipped. Arrays are flat.
 *
 * @since 0.1
 */
@ProviderType
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

  /** All parameters, one by one. */
  List<StepResultParameter> parameters();

  /** {@code target += fraction x (weights - target)}, in one pass. */
  void lerpWeightsInto(INDArray target, double fraction);

  /** The same, where the weights lie. */
  default void lerpWeightsInto(FlatValues target, double fraction) {
    lerpWeightsInto(target.values(), fraction);
  }

  /** {@code target += fraction x (statistics - target)}, in one pass. */
  void lerpStatisticsInto(INDArray target, double fraction);

  /** The same, where the weights lie. */
  default void lerpStatisticsInto(FlatValues target, double fraction) {
    lerpStatisticsInto(target.values(), fraction);
  }
}
