package com.example.simplebiasrate;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the trick. */
@TrickCard(
    id = "simple-bias-rate",
    family = Family.OPTIMIZATION,
    summary = "Trains biases at a multiple of the rate.")
public final class SimpleBiasRateProvider implements TrickProvider<SimpleBiasRateConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return SimpleBiasRate.class;
  }

  @Override
  public SimpleBiasRateConfig defaults() {
    return SimpleBiasRateConfig.defaults();
  }
}
