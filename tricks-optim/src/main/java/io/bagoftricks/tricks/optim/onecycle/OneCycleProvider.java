package io.bagoftricks.tricks.optim.onecycle;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the one-cycle policy. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "one-cycle",
    family = Family.OPTIMIZATION,
    summary = "Raises and lowers the learning rate once; momentum does the opposite.",
    paper = "Smith and Topin 2017, Super-Convergence",
    conflictsWith = "warmup")
public final class OneCycleProvider implements TrickProvider<OneCycleConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return OneCycle.class;
  }

  @Override
  public OneCycleConfig defaults() {
    return OneCycleConfig.defaults();
  }
}
