package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arithmetic of losses, in 64 bits whatever the arrays have, and stable: the largest logit of a
 * row is taken off before anything is raised to a power, so that no logit is too large.
 *
 * <p>It runs on the JVM's side: logits are few, and each ND4J operation costs more than these.
 *
 * @since 0.1
 */
public final class Losses {
  private Losses() {}

  /**
   * {@return the probabilities {@code softmax(z / T)}, in row-major order, [batch * classes]}
   *
   * @param logits shape [batch, classes]
   * @param temperature T, positive and finite; 1 for the plain softmax
   * @throws IllegalArgumentException if the temperature is not positive and finite
   */
  public static double[] softmax(INDArray logits, double temperature) {
    double[] values = logSoftmax(logits, temperature);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(values[i]);
    }
    return values;
  }

  /**
   * {@return the logarithms of the probabilities {@code softmax(z / T)}, in row-major order, [batch
   * * classes]}
   *
   * @param logits shape [batch, classes]
   * @param temperature T, positive and finite
   * @throws IllegalArgumentException if the temperature is not positive and finite
   */
  public static double[] logSoftmax(INDArray logits, double temperature) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "A temperature is positive and finite, not " + temperature);
    }
    double[] z = values(logits);
    int classes = Math.toIntExact(logits.size(1));
    for (int from = 0; from < z.length; from += classes) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < from + classes; i++) {
        z[i] /= temperature;
        largest = Math.max(largest, z[i]);
      }
      double exponentials = 0;
      for (int i = from; i < from + classes; i++) {
        exponentials += Math.exp(z[i] - largest);
      }
      double logSum = largest + Math.log(exponentials);
      for (int i = from; i < from + classes; i++) {
        z[i] -= logSum;
      }
    }
    return z;
  }

  /**
   * The cross-entropy between targets and the softmax of the logits, {@code -sum(t log
   * softmax(z))}, averaged over the examples. Its gradient is {@code (softmax(z) sum(t) - t) /
   * batch}.
   *
   * @param logits shape [batch, classes]
   * @param targets shape [batch, classes]; rows need not sum to one
   * @param gradient overwritten with the derivative of the mean by the logits, shape [batch,
   *     classes]
   * @return the mean over the examples
   */
  public static double crossEntropy(INDArray logits, INDArray targets, INDArray gradient) {
    double[] slopes = logSoftmax(logits, 1);
    double[] t = values(targets);
    int classes = Math.toIntExact(logits.size(1));
    double batch = logits.size(0);
    double sum = 0;
    for (int from = 0; from < t.length; from += classes) {
      double mass = 0;
      for (int i = from; i < from + classes; i++) {
        mass += t[i];
      }
      double loss = 0;
      for (int i = from; i < from + classes; i++) {
        loss -= t[i] * slopes[i];
        slopes[i] = (Math.exp(slopes[i]) * mass - t[i]) / batch;
      }
      sum += loss;
    }
    write(slopes, gradient);
    return sum / batch;
  }

  /**
   * {@return the cross-entropy {@code -sum(t log softmax(z))} of each example, [batch]}
   *
   * @param logits shape [batch, classes]
   * @param targets shape [batch, classes]
   */
  public static double[] crossEntropies(INDArray logits, INDArray targets) {
    double[] logProbabilities = logSoftmax(logits, 1);
    double[] t = values(targets);
    int classes = Math.toIntExact(logits.size(1));
    double[] losses = new double[t.length / classes];
    for (int i = 0; i < t.length; i++) {
      losses[i / classes] -= t[i] * logProbabilities[i];
    }
    return losses;
  }

  /**
   * {@return the values of an array in row-major order, as 64-bit numbers: a copy}
   *
   * @param array of any shape
   */
  public static double[] values(INDArray array) {
    return array.reshape(array.length()).toDoubleVector();
  }

  /**
   * Overwrites an array, rounding to its type.
   *
   * @param values in row-major order, as many as the array has
   * @param target of any shape, such as the gradient of a {@link LossTerm}
   */
  public static void write(double[] values, INDArray target) {
    try (INDArray wide = Nd4j.createFromArray(values)) {
      target.assign(wide.reshape(target.shape()));
    }
  }
}
