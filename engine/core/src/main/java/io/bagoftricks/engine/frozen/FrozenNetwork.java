package io.bagoftricks.engine.frozen;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A network in evaluation mode whose weights never change. Owns its memory. */
public interface FrozenNetwork extends AutoCloseable {
  /**
   * The logits, shape [batch, classes], of the type of the inputs; valid until the next call.
   *
   * @param inputs shape [batch, channels, height, width], of its own normalization and size; not
   *     written
   */
  INDArray logits(INDArray inputs);

  @Override
  void close();
}
