package io.bagoftricks.engine.metric;

import io.bagoftricks.api.LossTerm;
import io.bagoftricks.engine.internal.metric.Rows;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The cross-entropy between targets and the softmax of the logits: {@code -sum(t log softmax(z))},
 * averaged over the examples. Its gradient is {@code (softmax(z) sum(t) - t) / batch}.
 */
public final class CrossEntropy implements LossTerm {
  /**
   * In 64 bits on the JVM's side: logits are few, and each ND4J operation costs more than these.
   */
  @Override
  public double evaluate(INDArray logits, INDArray targets, INDArray gradient) {
    int batch = Math.toIntExact(logits.size(0));
    int classes = Math.toIntExact(logits.size(1));
    double[] z = Rows.toDoubles(logits);
    double[] t = Rows.toDoubles(targets);
    double sum = 0;
    for (int row = 0; row < batch; row++) {
      sum += evaluate(z, t, row * classes, classes, batch);
    }
    gradient.assign(Nd4j.createFromArray(z).reshape(logits.shape()));
    return sum / batch;
  }

  /** Replaces a row of logits by its gradient and returns its loss. */
  private static double evaluate(double[] z, double[] t, int from, int classes, int batch) {
    double largest = Double.NEGATIVE_INFINITY;
    double mass = 0;
    for (int i = from; i < from + classes; i++) {
      largest = Math.max(largest, z[i]);
      mass += t[i];
    }
    double exponentials = 0;
    for (int i = from; i < from + classes; i++) {
      exponentials += Math.exp(z[i] - largest);
    }
    double logSum = largest + Math.log(exponentials);
    double loss = 0;
    for (int i = from; i < from + classes; i++) {
      double logProbability = z[i] - logSum;
      loss -= t[i] * logProbability;
      z[i] = (Math.exp(logProbability) * mass - t[i]) / batch;
    }
    return loss;
  }
}
