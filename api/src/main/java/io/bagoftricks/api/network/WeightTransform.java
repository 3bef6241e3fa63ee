package io.bagoftricks.api.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function from the weight that is trained, the raw one, to the weight that a layer of the engine
 * computes with, the effective one, of the same shape. The raw weight is what optimizers, other
 * tricks and checkpoints see. Write it as a record: transforms of equal settings are equal.
 *
 * <p>Every backend calls it once for each version of the weights, and once for each backward pass,
 * on the training thread, with arrays of at least 32 bits, dense and in c order: the shape of a
 * convolution's weight is [outChannels, inChannels / groups, kernel height, kernel width].
 *
 * @since 0.1
 */
@ConsumerType
public interface WeightTransform {
  /**
   * Computes the effective weight.
   *
   * @param raw in the shape of the parameter; not to be written
   * @param effective of that shape, every value of which is to be set
   */
  void forward(INDArray raw, INDArray effective);

  /**
   * Computes the gradient of the raw weight from that of the effective one.
   *
   * @param raw not to be written
   * @param effective what {@link #forward} made of it; not to be written
   * @param effectiveGradient of the loss, with respect to the effective weight; not to be written
   * @param rawGradient in the shape of the parameter, every value of which is to be set
   */
  void backward(INDArray raw, INDArray effective, INDArray effectiveGradient, INDArray rawGradient);
}
