package io.bagoftricks.tricks.data.randomresizedcrop;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers random resized crop. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "random-resized-crop",
    family = Family.DATA,
    summary = "Cuts out a part of random area and aspect, and resizes it.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 2.1")
public final class RandomResizedCropProvider implements TrickProvider<RandomResizedCropConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return RandomResizedCrop.class;
  }

  @Override
  public RandomResizedCropConfig defaults() {
    return RandomResizedCropConfig.defaults();
  }

  @Override
  public void check(RandomResizedCropConfig config, RunFacts facts, Problems problems) {
    if (config.minArea() == 1 && config.minAspect() == 1 && config.maxAspect() == 1) {
      problems.note("minArea", "is 1 and the aspect is 1: of a square image nothing is cut away");
    }
  }
}
