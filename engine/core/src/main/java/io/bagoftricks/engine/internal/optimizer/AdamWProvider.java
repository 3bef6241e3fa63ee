package io.bagoftricks.engine.internal.optimizer;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.OptimizerProvider;

/** Registers {@link AdamW}. */
@AutoService(OptimizerProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "adamw",
    summary = "Adam with decoupled weight decay.",
    paper = "Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization")
public final class AdamWProvider implements OptimizerProvider<AdamW> {
  @Override
  public AdamW defaults() {
    return AdamW.defaults();
  }

  @Override
  public Optimizer make(AdamW settings) {
    return settings;
  }
}
