package io.bagoftricks.engine.internal.metric;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The floor of a cross-entropy: what is left of it where the softmax of the logits equals the
 * targets, {@code -sum(t log t)} for targets that sum to 1, in general {@code -sum(t log(t /
 * sum(t)))}.
 */
public final class TargetEntropy {
  private TargetEntropy() {}

  /**
   * The mean over the examples, in nats; 0 where every target is one class.
   *
   * @param targets shape [batch, classes]
   */
  public static double of(INDArray targets) {
    double[] values = Rows.toDoubles(targets);
    int batch = Math.toIntExact(targets.size(0));
    int classes = values.length / batch;
    double sum = 0;
    for (int from = 0; from < values.length; from += classes) {
      double mass = 0;
      double negative = 0;
      for (int i = from; i < from + classes; i++) {
        mass += values[i];
        negative += timesLog(values[i]);
      }
      sum += timesLog(mass) - negative;
    }
    return sum / batch;
  }

  /** {@code x log x}, whose limit at 0 is 0. */
  private static double timesLog(double x) {
    return x == 0 || x == 1 ? 0 : x * StrictMath.log(x);
  }
}
