package io.bagoftricks.engine.internal.optimizer;

import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;

/**
 * Nesterov's accelerated gradient, the paper's optimizer.
 *
 * @param form {@code paper} (as PyTorch's {@code nesterov=True}) or {@code mxnet} (as MXNet from
 *     1.6); they differ when the rate changes
 */
public record Nag(
    double learningRate, double momentum, double weightDecay, UpdateRule.Nag.Form form)
    implements Optimizer {
  /** Checks the ranges. */
  public Nag {
    Optimizer.check(learningRate, momentum, weightDecay);
  }

  /** The paper's baseline: 0.1, momentum 0.9, weight decay 1e-4. */
  public static Nag defaults() {
    return new Nag(0.1, 0.9, 1e-4, UpdateRule.Nag.Form.PAPER);
  }

  @Override
  public boolean hasMomentum() {
    return true;
  }

  @Override
  public UpdateRule rule() {
    return new UpdateRule.Nag(form);
  }
}
