package io.bagoftricks.engine.internal.optimizer;

import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.OptimizerProvider;

/** Registers {@link Nag}. */
@TypeCard(
    id = "nag",
    summary = "Nesterov's accelerated gradient, the paper's optimizer.",
    paper =
        "Sutskever et al. 2013, On the importance of initialization and momentum in deep learning")
public final class NagProvider implements OptimizerProvider<Nag> {
  @Override
  public Nag defaults() {
    return Nag.defaults();
  }

  @Override
  public Optimizer make(Nag settings) {
    return settings;
  }
}
