package io.bagoftricks.engine.internal.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean of class probabilities over several views, kept as logarithms so that no probability is
 * lost to zero.
 */
public final class MeanProbabilities {
  private final int classes;
  private final double[] logSum;
  private int views;

  public MeanProbabilities(int examples, int classes) {
    this.classes = classes;
    this.logSum = new double[examples * classes];
  }

  /**
   * Adds a view.
   *
   * @param logits [examples x classes], row-major
   */
  public void add(double[] logits) {
    for (int from = 0; from < logits.length; from += classes) {
      double normalizer = logSumExp(logits, from);
      for (int i = from; i < from + classes; i++) {
        double logProbability = logits[i] - normalizer;
        logSum[i] = views == 0 ? logProbability : logAddExp(logSum[i], logProbability);
      }
    }
    views++;
  }

  /** Log probabilities, up to one constant for all: enough to rank classes. */
  public double[] scores() {
    return logSum;
  }

  /** The sum of {@code -log(mean probability of the label)} over the examples. */
  public double loss(int[] labels) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      sum -= logSum[row * classes + labels[row]] - Math.log(views);
    }
    return sum;
  }

  /**
   * The class that an example is taken for. As when scores are counted, its label wins alone or not
   * at all: ties and NaN count against it.
   */
  public int taken(int row, int label) {
    int other = label == 0 ? 1 : 0;
    for (int c = other + 1; c < classes; c++) {
      if (c != label && logSum[row * classes + c] > logSum[row * classes + other]) {
        other = c;
      }
    }
    return logSum[row * classes + label] > logSum[row * classes + other] ? label : other;
  }

  /** Whether all logits were finite. */
  public boolean isFinite() {
    return Arrays.stream(logSum).allMatch(Double::isFinite);
  }

  /** The mean probabilities of an example's classes. */
  public List<Double> of(int row) {
    return IntStream.range(0, classes).mapToObj(c -> probability(row, c)).toList();
  }

  /** The mean probability of an example's class. */
  public double probability(int row, int c) {
    return Math.exp(logSum[row * classes + c]) / views;
  }

  private double logSumExp(double[] values, int from) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + classes; i++) {
      largest = Math.max(largest, values[i]);
    }
    double sum = 0;
    for (int i = from; i < from + classes; i++) {
      sum += Math.exp(values[i] - largest);
    }
    return largest + Math.log(sum);
  }

  private static double logAddExp(double a, double b) {
    double larger = Math.max(a, b);
    return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }
}
