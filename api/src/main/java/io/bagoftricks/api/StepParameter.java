package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One parameter before its update.
 *
 * @since 0.1
 */
@ProviderType
public interface StepParameter extends ParameterView {
  /**
   * {@return the gradient, in the parameter's shape, to be changed in place; an edit of {@link
   * Slot#GRADIENTS}}
   */
  INDArray editGradient();

  /** {@return the rate of this parameter in this step, all factors in; 0 if it is frozen} */
  double learningRate();

  /** {@return the weight decay of this parameter} */
  double weightDecay();

  /**
   * Multiplies the rate of this parameter in this step only: {@link Slot#STEP_RATE}.
   *
   * @param factor applied to the rate with those of other tricks
   * @throws IllegalArgumentException if the factor is negative or not finite
   */
  void multiplyLearningRate(double factor);
}
