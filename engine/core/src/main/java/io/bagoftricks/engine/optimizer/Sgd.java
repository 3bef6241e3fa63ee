package io.bagoftricks.engine.optimizer;

import io.bagoftricks.backends.spi.UpdateRule;

/** Stochastic gradient descent with momentum, PyTorch's form. */
public record Sgd(double learningRate, double momentum, double weightDecay) implements Optimizer {
  /** Checks the ranges. */
  public Sgd {
    Ranges.check(learningRate, momentum, weightDecay);
  }

  /** 0.1, momentum 0.9, weight decay 1e-4. */
  public static Sgd defaults() {
    return new Sgd(0.1, 0.9, 1e-4);
  }

  @Override
  public UpdateRule rule() {
    return new UpdateRule.Sgd();
  }
}
