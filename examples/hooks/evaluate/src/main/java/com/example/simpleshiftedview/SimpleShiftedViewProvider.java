package com.example.simpleshiftedview;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the trick. */
@TrickCard(
    id = "simple-shifted-view",
    family = Family.DATA,
    summary = "Evaluates each image and the same shifted.")
public final class SimpleShiftedViewProvider implements TrickProvider<SimpleShiftedViewConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return SimpleShiftedView.class;
  }

  @Override
  public SimpleShiftedViewConfig defaults() {
    return SimpleShiftedViewConfig.defaults();
  }
}
