package io.bagoftricks.tricks.optim.rmsprop;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.OptimizerProvider;

/** Registers {@link Rmsprop}. */
@AutoService(OptimizerProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "rmsprop",
    summary = "Gradients divided by the root of the mean of their squares.",
    paper = "Tieleman and Hinton 2012, Lecture 6.5: rmsprop")
public final class RmspropProvider implements OptimizerProvider<Rmsprop> {
  @Override
  public Rmsprop defaults() {
    return Rmsprop.defaults();
  }

  @Override
  public Optimizer make(Rmsprop settings) {
    return settings;
  }
}
