package io.bagoftricks.api;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A step after its update of the weights, or after it was skipped. Arrays are flat, in the order
 * that {@link Step} tells.
 *
 * @since 0.1
 */
@ProviderType
public interface StepResult extends HookContext {
  /** {@return whether the weights were updated} */
  boolean updated();

  /**
   * {@return whether the step was skipped because the loss or a gradient was not finite, as it was
   * computed} A step that was skipped because a trick's edit was not finite did not overflow.
   */
  boolean overflowed();

  /** {@return the weights, shape [elements of all parameters]} Not to be written. */
  INDArray weights();

  /** {@return the weights, shape [elements of all parameters], to be changed in place} */
  INDArray editWeights();

  /**
   * {@return the running means and variances of all batch norms, flat: for one after another, in
   * the order of the network's layers, the means of its channels and then their variances} Not to
   * be written.
   */
  INDArray statistics();

  /** {@return all parameters, one by one, in the order of the network's layers} */
  List<StepResultParameter> parameters();

  /**
   * {@code target += fraction x (weights - target)}, in one pass.
   *
   * @param target flat, of the same length, dense; moved in place
   * @param fraction finite; 0 keeps the target, 1 copies
   * @throws IllegalArgumentException if the target is of another length or type, or a view with
   *     gaps
   */
  void lerpWeightsInto(INDArray target, double fraction);

  /**
   * The same, where the weights lie.
   *
   * @param target flat, of the same length; moved in place
   * @param fraction 0 keeps the target, 1 copies
   */
  default void lerpWeightsInto(FlatValues target, double fraction) {
    lerpWeightsInto(target.values(), fraction);
  }

  /**
   * {@code target += fraction x (statistics - target)}, in one pass.
   *
   * @param target flat, of the same length, dense; moved in place
   * @param fraction finite; 0 keeps the target, 1 copies
   * @throws IllegalArgumentException if the target is of another length or type, or a view with
   *     gaps
   */
  void lerpStatisticsInto(INDArray target, double fraction);

  /**
   * The same, where the weights lie.
   *
   * @param target flat, of the same length; moved in place
   * @param fraction 0 keeps the target, 1 copies
   */
  default void lerpStatisticsInto(FlatValues target, double fraction) {
    lerpStatisticsInto(target.values(), fraction);
  }
}
