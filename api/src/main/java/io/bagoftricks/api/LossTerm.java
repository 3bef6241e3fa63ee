package io.bagoftricks.api;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One term of the loss: the mean over the examples of a micro-batch.
 *
 * @since 0.1
 */
@FunctionalInterface
@ConsumerType
public interface LossTerm {
  /**
   * Computes the value and writes the gradient. It may be called several times for one micro-batch
   * (a trick has gradients computed again; the first steps are watched), and gives the same for the
   * same arguments.
   *
   * @param logits shape [batch, classes], at least float32
   * @param targets shape [batch, classes], distributions after the last hook
   * @param gradient shape of the logits; overwritten with the derivative of the mean
   * @return the mean over the examples
   */
  double evaluate(INDArray logits, INDArray targets, INDArray gradient);

  /**
   * {@return the loss of each example, [batch], whose mean {@link #evaluate} gives} Empty where
   * examples are not told apart, or nobody has written it. Where a trick weighs examples ({@link
   * LossDraft#weigh}), the value that is shown of such a term is its mean times the mean weight.
   *
   * @param logits shape [batch, classes]
   * @param targets shape [batch, classes], distributions after the last hook
   */
  default Optional<double[]> perExample(INDArray logits, INDArray targets) {
    return Optional.empty();
  }
}
