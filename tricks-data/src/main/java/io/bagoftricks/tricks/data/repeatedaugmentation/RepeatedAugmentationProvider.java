package io.bagoftricks.tricks.data.repeatedaugmentation;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers repeated augmentation. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "repeated-augmentation",
    family = Family.DATA,
    summary = "Shows each image of an epoch several times in a row, augmented anew each time.",
    paper = "Hoffer et al. 2020, Augment Your Batch")
public final class RepeatedAugmentationProvider
    implements TrickProvider<RepeatedAugmentationConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return RepeatedAugmentation.class;
  }

  @Override
  public RepeatedAugmentationConfig defaults() {
    return RepeatedAugmentationConfig.defaults();
  }
}
