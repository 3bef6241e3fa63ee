package io.bagoftricks.api.optimizer;

import io.bagoftricks.api.network.Parameter;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One parameter in one step, as handed to a {@link CustomRule}. All arrays have the parameter's
 * shape and one type; they are views, valid until {@link CustomRule#update} returns.
 *
 * @since 0.1
 */
@ProviderType
public interface ParameterUpdate {
  /** {@return the parameter: name, role and shape} */
  Parameter parameter();

  /** {@return the weight, in the shape of the parameter; to be updated in place} */
  INDArray weight();

  /**
   * {@return the mean gradient of the loss over the effective batch, in the shape of the parameter,
   * unscaled, after what tricks made of it} Not to be written.
   */
  INDArray gradient();

  /**
   * {@return one array of the optimizer state of this parameter, in its shape: zero at first, then
   * what was written here}
   *
   * @param index below {@link UpdateRule#stateArrays}
   */
  INDArray state(int index);

  /**
   * {@return the rate in this step: schedule, factors of tricks and of the parameter's group
   * included}
   */
  double learningRate();

  /**
   * {@return the momentum in this step; 0 where {@link Optimizer#hasMomentum} says that there is
   * none}
   */
  double momentum();

  /** {@return the weight decay of the parameter, the factor of its group included} */
  double weightDecay();

  /**
   * {@return the number of updates that this parameter has had, this one included: 1 at the first}
   * Steps that were skipped, or in which the parameter was frozen, do not count.
   */
  long count();
}
