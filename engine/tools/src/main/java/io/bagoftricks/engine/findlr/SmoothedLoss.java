package io.bagoftricks.engine.findlr;

/**
 * An exponential moving average that is free of its start: {@code a = beta a + (1 - beta) x}, over
 * {@code 1 - beta^n}.
 */
final class SmoothedLoss {
  private final double beta;
  private double average;
  private double weight;

  SmoothedLoss(double beta) {
    this.beta = beta;
  }

  double add(double loss) {
    average = beta * average + (1 - beta) * loss;
    weight = beta * weight + (1 - beta);
    return average / weight;
  }
}
