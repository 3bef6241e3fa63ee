package com.example.simpleinputnoise;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the trick. */
@TrickCard(
    id = "simple-input-noise",
    family = Family.DATA,
    summary = "Adds noise to the inputs of the network.")
public final class SimpleInputNoiseProvider implements TrickProvider<SimpleInputNoiseConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return SimpleInputNoise.class;
  }

  @Override
  public SimpleInputNoiseConfig defaults() {
    return SimpleInputNoiseConfig.defaults();
  }
}
