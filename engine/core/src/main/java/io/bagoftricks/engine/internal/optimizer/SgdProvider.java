package io.bagoftricks.engine.internal.optimizer;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.OptimizerProvider;

/** Registers {@link Sgd}. */
@AutoService(OptimizerProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "sgd",
    summary = "Stochastic gradient descent with momentum.",
    paper =
        "Sutskever et al. 2013, On the importance of initialization and momentum in deep learning")
public final class SgdProvider implements OptimizerProvider<Sgd> {
  @Override
  public Sgd defaults() {
    return Sgd.defaults();
  }

  @Override
  public Optimizer make(Sgd settings) {
    return settings;
  }
}
