package io.bagoftricks.tricks.data.normalize;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import java.util.Locale;

/** Registers normalization. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "normalize",
    family = Family.DATA,
    summary = "Subtracts a mean per channel and divides by a standard deviation.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 2.1")
public final class NormalizeProvider implements TrickProvider<NormalizeConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Normalize.class;
  }

  @Override
  public NormalizeConfig defaults() {
    return NormalizeConfig.defaults();
  }

  @Override
  public void check(NormalizeConfig config, RunFacts facts, Problems problems) {
    int channels = facts.input().channels();
    if (config.mean().size() != channels) {
      problems.error(
          "mean",
          String.format(
              Locale.ROOT,
              "has %d values, but images have %d channels: give mean and standardDeviation %d each",
              config.mean().size(),
              channels,
              channels));
    } else if (config.isTheUsual()) {
      problems.note("", "is what happens without it too: pixels from 0 to 255 become 0 to 1");
    }
  }
}
