package io.bagoftricks.engine.internal.optimizer;

import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019), PyTorch's form. */
public record AdamW(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  /** Checks the ranges. */
  public AdamW {
    Optimizer.check(learningRate, 0, weightDecay);
    new UpdateRule.AdamW(beta1, beta2, epsilon);
  }

  /** PyTorch's defaults: 1e-3, betas 0.9 and 0.999, epsilon 1e-8, weight decay 1e-2. */
  public static AdamW defaults() {
    return new AdamW(1e-3, 0.9, 0.999, 1e-8, 1e-2);
  }

  @Override
  public UpdateRule rule() {
    return new UpdateRule.AdamW(beta1, beta2, epsilon);
  }
}
