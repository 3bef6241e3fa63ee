package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A network in evaluation mode that is learned from and not trained: running statistics, the
 * weights as its own run would have evaluated them, or as a trick gives them. For the training
 * thread.
 *
 * @since 0.1
 */
@ProviderType
public interface Teacher {
  /**
   * {@return its logits, shape [batch, classes], of the type of the inputs; valid until the next
   * call} Not to be written or closed. It computes in the precision of the run. The inputs are
   * brought to its own normalization, and resized (bilinear) where its own size is another.
   *
   * @param inputs as the network in training receives them, after all augmentation and mixing, such
   *     as {@link LossDraft#inputs}: shape [batch, channels, height, width]; not written
   * @throws IllegalStateException before training, when the trick is only planned
   */
  INDArray logits(INDArray inputs);
}
