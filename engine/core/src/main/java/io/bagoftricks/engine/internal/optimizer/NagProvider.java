package io.bagoftricks.engine.internal.optimizer;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.OptimizerProvider;

/** Registers {@link Nag}. */
@AutoService(OptimizerProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
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
