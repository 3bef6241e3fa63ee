package com.example.simplefocalloss;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the loss. */
@TrickCard(
    id = "simple-focal-loss",
    family = Family.LOSS,
    summary = "Lets examples count less that are right already, on the softmax.",
    paper = "Lin et al. 2017, Focal Loss for Dense Object Detection, 3")
public final class SimpleFocalLossProvider implements TrickProvider<SimpleFocalLossConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return SimpleFocalLoss.class;
  }

  @Override
  public SimpleFocalLossConfig defaults() {
    return SimpleFocalLossConfig.defaults();
  }
}
