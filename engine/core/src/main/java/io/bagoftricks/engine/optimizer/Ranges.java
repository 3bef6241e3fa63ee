package io.bagoftricks.engine.optimizer;

/** The ranges that optimizers share. */
final class Ranges {
  private Ranges() {}

  static void check(double learningRate, double momentum, double weightDecay) {
    if (!(learningRate > 0 && Double.isFinite(learningRate))) {
      throw new IllegalArgumentException(
          "learningRate is " + learningRate + ", but must be positive and finite");
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum is " + momentum + ", but must be at least 0 and below 1");
    }
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new IllegalArgumentException(
          "weightDecay is " + weightDecay + ", but must be at least 0 and finite");
    }
  }
}
