package io.bagoftricks.tricks.data.hsbjitter;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers jitter of colors. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "hsb-jitter",
    family = Family.DATA,
    summary = "Scales hue, saturation and brightness by random factors.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 2.1")
public final class HsbJitterProvider implements TrickProvider<HsbJitterConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return HsbJitter.class;
  }

  @Override
  public HsbJitterConfig defaults() {
    return HsbJitterConfig.defaults();
  }

  @Override
  public void check(HsbJitterConfig config, RunFacts facts, Problems problems) {
    if (config.strength() == 0) {
      problems.note("strength", "is 0: no color is changed");
    }
  }
}
