package io.bagoftricks.tricks.optim.lars;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.OptimizerProvider;

/** Registers {@link Lars}. */
@AutoService(OptimizerProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "lars",
    summary = "Momentum with a rate for each layer, for large batches.",
    paper = "You et al. 2017, Large Batch Training of Convolutional Networks, algorithm 1")
public final class LarsProvider implements OptimizerProvider<Lars> {
  @Override
  public Lars defaults() {
    return Lars.defaults();
  }

  @Override
  public Optimizer make(Lars settings) {
    return settings;
  }
}
