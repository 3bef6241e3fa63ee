package com.example.simplebrightness;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the trick. */
@TrickCard(
    id = "simple-brightness",
    family = Family.DATA,
    summary = "Makes training images brighter or darker.")
public final class SimpleBrightnessProvider implements TrickProvider<SimpleBrightnessConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return SimpleBrightness.class;
  }

  @Override
  public SimpleBrightnessConfig defaults() {
    return SimpleBrightnessConfig.defaults();
  }
}
