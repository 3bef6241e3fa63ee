package io.bagoftricks.product.selectivebackprop;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers selective backprop. */
@TrickCard(
    id = "selective-backprop",
    family = Family.DATA,
    summary = "Trains on those examples of a batch whose loss is largest.",
    paper = "Jiang et al. 2019, Accelerating Deep Learning by Focusing on the Biggest Losers",
    lastOf = {Slot.INPUT, Slot.TARGET})
public final class SelectiveBackpropProvider implements TrickProvider<SelectiveBackpropConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return SelectiveBackprop.class;
  }

  @Override
  public SelectiveBackpropConfig defaults() {
    return SelectiveBackpropConfig.defaults();
  }
}
