package io.bagoftricks.engine.internal.teacher;

import io.bagoftricks.api.TeacherWeights;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network in evaluation mode whose weights are given to it. Owns its memory. */
public interface MovingNetwork extends AutoCloseable {
  /**
   * Copies weights.
   *
   * @throws IllegalArgumentException if they are not those of such a network
   */
  void put(TeacherWeights weights);

  /**
   * The logits, shape [batch, classes], of the type of the inputs; valid until the next call.
   *
   * @param inputs shape [batch, channels, height, width], as the network in training receives them;
   *     not written
   */
  INDArray logits(INDArray inputs);

  @Override
  void close();
}
