package io.bagoftricks.api;

import io.bagoftricks.api.network.Parameter;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One parameter in a step. Valid until the hook returns. Arrays are views in the parameter's shape;
 * norms come from all parameters at once, and need not move data off an accelerator.
 *
 * @since 0.1
 */
@ProviderType
public interface ParameterView {
  /** {@return its name, role and shape} */
  Parameter parameter();

  /** {@return the weight, in the parameter's shape} Not to be written. */
  INDArray weight();

  /** {@return the gradient, in the parameter's shape} Not to be written. */
  INDArray gradient();

  /** {@return the Euclidean norm of the weight as it is now} */
  double weightNorm();

  /** {@return the Euclidean norm of the gradient as it is now} */
  double gradientNorm();

  /**
   * {@return the Euclidean norm of each row of the weight as it is now, [rows]: of what belongs to
   * one index of the first extent, which is one output of a convolution or linear layer} All rows
   * are one pass over the weight, summed in 64 bits.
   */
  double[] weightRowNorms();

  /** {@return the Euclidean norm of each row of the gradient as it is now, [rows], in one pass} */
  double[] gradientRowNorms();
}
