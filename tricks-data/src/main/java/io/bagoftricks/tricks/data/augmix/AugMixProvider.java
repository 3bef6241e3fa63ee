package io.bagoftricks.tricks.data.augmix;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers AugMix. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "aug-mix",
    family = Family.DATA,
    summary = "Mixes each image with chains of random operations on it.",
    paper = "Hendrycks et al. 2020, AugMix")
public final class AugMixProvider implements TrickProvider<AugMixConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return AugMix.class;
  }

  @Override
  public AugMixConfig defaults() {
    return AugMixConfig.defaults();
  }
}
