package io.bagoftricks.tricks.optim.agc;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers adaptive gradient clipping. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "agc",
    family = Family.OPTIMIZATION,
    summary = "Limits each output's gradient to a share of its weights.",
    paper = "Brock et al. 2021, High-Performance Large-Scale Image Recognition Without Norm, 4")
public final class AgcProvider implements TrickProvider<AgcConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Agc.class;
  }

  @Override
  public AgcConfig defaults() {
    return AgcConfig.defaults();
  }
}
