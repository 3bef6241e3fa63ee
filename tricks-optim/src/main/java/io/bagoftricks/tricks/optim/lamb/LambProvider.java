package io.bagoftricks.tricks.optim.lamb;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.OptimizerProvider;

/** Registers {@link Lamb}. */
@AutoService(OptimizerProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "lamb",
    summary = "Adam with a rate for each layer, for large batches.",
    paper = "You et al. 2020, Large Batch Optimization for Deep Learning, algorithm 2")
public final class LambProvider implements OptimizerProvider<Lamb> {
  @Override
  public Lamb defaults() {
    return Lamb.defaults();
  }

  @Override
  public Optimizer make(Lamb settings) {
    return settings;
  }
}
