package io.bagoftricks.tricks.data.randaugment;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers RandAugment. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "rand-augment",
    family = Family.DATA,
    summary = "Applies a few random operations of one magnitude to each image.",
    paper = "Cubuk et al. 2020, RandAugment")
public final class RandAugmentProvider implements TrickProvider<RandAugmentConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return RandAugment.class;
  }

  @Override
  public RandAugmentConfig defaults() {
    return RandAugmentConfig.defaults();
  }

  @Override
  public void check(RandAugmentConfig config, RunFacts facts, Problems problems) {
    if (config.operations() == 0) {
      problems.note("operations", "is 0: nothing is changed");
    }
  }
}
