package io.bagoftricks.tricks.data.randomcroppadded;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers random crop of padded images. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "random-crop-padded",
    family = Family.DATA,
    summary = "Shifts images by a few pixels: pads them and cuts out a part.",
    paper = "He et al. 2016, Deep Residual Learning for Image Recognition, 4.2")
public final class RandomCropPaddedProvider implements TrickProvider<RandomCropPaddedConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return RandomCropPadded.class;
  }

  @Override
  public RandomCropPaddedConfig defaults() {
    return RandomCropPaddedConfig.defaults();
  }

  @Override
  public void check(RandomCropPaddedConfig config, RunFacts facts, Problems problems) {
    if (config.padding() == 0) {
      problems.note("padding", "is 0: no image is shifted");
    }
  }
}
