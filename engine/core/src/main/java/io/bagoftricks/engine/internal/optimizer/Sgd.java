package io.bagoftricks.engine.internal.optimizer;

import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;

/** Stochastic gradient descent with momentum, PyTorch's form. */
public record Sgd(double learningRate, double momentum, double weightDecay) implements Optimizer {
  /** Checks the ranges. */
  public Sgd {
    Optimizer.check(learningRate, momentum, weightDecay);
  }

  /** 0.1, momentum 0.9, weight decay 1e-4. */
  public static Sgd defaults() {
    return new Sgd(0.1, 0.9, 1e-4);
  }

  @Override
  public boolean hasMomentum() {
    return true;
  }

  @Override
  public UpdateRule rule() {
    return new UpdateRule.Sgd();
  }
}
