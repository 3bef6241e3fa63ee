package com.example.simplegradientnoise;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the trick. */
@TrickCard(
    id = "simple-gradient-noise",
    family = Family.OPTIMIZATION,
    summary = "Adds noise to the gradients.",
    paper = "Neelakantan et al. 2015, Adding Gradient Noise Improves Learning for Very Deep Networks")
public final class SimpleGradientNoiseProvider implements TrickProvider<SimpleGradientNoiseConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return SimpleGradientNoise.class;
  }

  @Override
  public SimpleGradientNoiseConfig defaults() {
    return SimpleGradientNoiseConfig.defaults();
  }
}
