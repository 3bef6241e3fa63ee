package io.bagoftricks.tricks.loss.bceloss;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers binary cross-entropy. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "bce-loss",
    family = Family.LOSS,
    summary = "Trains every class as a yes-or-no question of its own.",
    paper = "Wightman, Touvron and Jégou 2021, ResNet strikes back, 3")
public final class BceLossProvider implements TrickProvider<BceLossConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return BceLoss.class;
  }

  @Override
  public BceLossConfig defaults() {
    return BceLossConfig.defaults();
  }
}
