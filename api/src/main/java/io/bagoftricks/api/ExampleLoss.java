package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The loss of one example, of which {@link #mean} makes a loss term. Computed in 64 bits on the
 * JVM's side, whatever the type of the logits: logits are few.
 *
 * @since 0.1
 */
@FunctionalInterface
@ConsumerType
public interface ExampleLoss {
  /**
   * Computes the loss of one example and writes its gradient.
   *
   * @param logits one per class; not to be written
   * @param targets a distribution over the classes; not to be written
   * @param gradient one per class; overwritten with the derivative by the logits
   * @return the loss of the example
   */
  double evaluate(double[] logits, double[] targets, double[] gradient);

  /**
   * {@return the term that is the mean of this loss over the examples of a micro-batch} It tells
   * examples apart ({@link LossTerm#perExample}).
   */
  default LossTerm mean() {
    return new MeanLoss(this);
  }
}
