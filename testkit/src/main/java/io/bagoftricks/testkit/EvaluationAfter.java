package io.bagoftricks.testkit;

import java.util.Arrays;

/** The weights that are evaluated after {@code onEvaluate}. */
public final class EvaluationAfter {
  private final double[] trained;
  private final double[] weights;
  private final double[] statistics;

  EvaluationAfter(double[] trained, double[] weights, double[] statistics) {
    this.trained = trained.clone();
    this.weights = weights.clone();
    this.statistics = statistics.clone();
  }

  /**
   * The first weights in flat order.
   *
   * @param count how many
   * @return their values
   * @throws IllegalArgumentException if the network has not so many
   */
  public double[] weights(int count) {
    return Firsts.of(weights, count, "weights");
  }

  /**
   * The first running statistics in flat order.
   *
   * @param count how many
   * @return their values
   * @throws IllegalArgumentException if the network has not so many
   */
  public double[] statistics(int count) {
    return Firsts.of(statistics, count, "running statistics");
  }

  /** {@return whether other weights are evaluated than those in training} */
  public boolean isReplaced() {
    return !Arrays.equals(trained, weights);
  }
}
