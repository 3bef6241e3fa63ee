package io.bagoftricks.tricks.data.autoaugment;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers AutoAugment. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "auto-augment",
    family = Family.DATA,
    summary = "Applies one of 25 pairs of operations that a search has found.",
    paper = "Cubuk et al. 2019, AutoAugment")
public final class AutoAugmentProvider implements TrickProvider<AutoAugmentConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return AutoAugment.class;
  }

  @Override
  public AutoAugmentConfig defaults() {
    return AutoAugmentConfig.defaults();
  }
}
