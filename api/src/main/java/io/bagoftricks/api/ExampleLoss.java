package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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

  /** {@return the term that is the mean of this loss over the examples of a micro-batch} */
  default LossTerm mean() {
    return this::mean;
  }

  private double mean(INDArray logits, INDArray targets, INDArray gradient) {
    int batch = Math.toIntExact(logits.size(0));
    int classes = Math.toIntExact(logits.size(1));
    double[] z = logits.reshape(logits.length()).toDoubleVector();
    double[] t = targets.reshape(targets.length()).toDoubleVector();
    double[] rowLogits = new double[classes];
    double[] rowTargets = new double[classes];
    double[] rowGradient = new double[classes];
    double sum = 0;
    for (int from = 0; from < z.length; from += classes) {
      System.arraycopy(z, from, rowLogits, 0, classes);
      System.arraycopy(t, from, rowTargets, 0, classes);
      sum += evaluate(rowLogits, rowTargets, rowGradient);
      for (int i = 0; i < classes; i++) {
        z[from + i] = rowGradient[i] / batch;
      }
    }
    try (INDArray values = Nd4j.createFromArray(z)) {
      gradient.assign(values.reshape(gradient.shape()));
    }
    return sum / batch;
  }
}
