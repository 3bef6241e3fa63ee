package io.bagoftricks.tricks.optim.sam;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers sharpness-aware minimization. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "sam",
    family = Family.OPTIMIZATION,
    summary = "Takes the gradients from nearby, where the loss is highest.",
    paper =
        "Foret et al. 2021, Sharpness-Aware Minimization for Efficiently Improving Generalization")
public final class SamProvider implements TrickProvider<SamConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Sam.class;
  }

  @Override
  public SamConfig defaults() {
    return SamConfig.defaults();
  }
}
