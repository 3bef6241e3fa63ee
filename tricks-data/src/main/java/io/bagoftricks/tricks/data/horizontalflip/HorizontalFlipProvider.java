package io.bagoftricks.tricks.data.horizontalflip;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the horizontal flip. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "horizontal-flip",
    family = Family.DATA,
    summary = "Mirrors training images left to right, every second one by default.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 2.1")
public final class HorizontalFlipProvider implements TrickProvider<HorizontalFlipConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return HorizontalFlip.class;
  }

  @Override
  public HorizontalFlipConfig defaults() {
    return HorizontalFlipConfig.defaults();
  }

  @Override
  public void check(HorizontalFlipConfig config, RunFacts facts, Problems problems) {
    if (config.probability() == 0) {
      problems.note("probability", "is 0: no image is mirrored");
    }
  }
}
