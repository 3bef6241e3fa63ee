package io.bagoftricks.engine.internal.metric;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.engine.evaluation.CalibrationBin;
import java.util.List;

/** Sums up top-1, top-5, loss and calibration on hard labels. */
public final class Scores {
  private long examples;
  private long inTop1;
  private long inTop5;
  private double loss;
  private final CalibrationError calibration = new CalibrationError();

  /**
   * Counts examples.
   *
   * @param scores [batch x classes], row-major: anything that orders classes as the logits do
   * @param labels of the rows
   */
  public void count(double[] scores, int[] labels) {
    int classes = scores.length / labels.length;
    for (int row = 0; row < labels.length; row++) {
      int rank = rank(scores, row * classes, classes, labels[row]);
      inTop1 += rank < 1 ? 1 : 0;
      inTop5 += rank < 5 ? 1 : 0;
    }
    examples += labels.length;
  }

  /** Adds losses of the examples counted. */
  public void addLoss(double sum) {
    loss += sum;
  }

  /** Adds how sure of an example the network is, and whether it is right. */
  public void addConfidence(double probability, boolean isRight) {
    calibration.add(probability, isRight);
  }

  /** How right it is where it is how sure. */
  public List<CalibrationBin> calibration() {
    return calibration.bins();
  }

  public Metrics metrics() {
    double n = Math.max(1, examples);
    return new Metrics(inTop1 / n, inTop5 / n, loss / n, calibration.value(), examples);
  }

  /** How many classes stand before the label; ties and NaN count against it. */
  private static int rank(double[] scores, int from, int classes, int label) {
    double own = scores[from + label];
    int before = 0;
    for (int c = 0; c < classes; c++) {
      if (c != label && !(scores[from + c] < own)) {
        before++;
      }
    }
    return before;
  }
}
