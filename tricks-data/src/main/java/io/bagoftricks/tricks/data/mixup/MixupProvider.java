package io.bagoftricks.tricks.data.mixup;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers mixup. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "mixup",
    family = Family.DATA,
    summary = "Trains on blends of two images and of their labels.",
    paper = "Zhang et al. 2018, mixup: Beyond Empirical Risk Minimization; He et al. 2019, 5.4")
public final class MixupProvider implements TrickProvider<MixupConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Mixup.class;
  }

  @Override
  public MixupConfig defaults() {
    return MixupConfig.defaults();
  }

  @Override
  public void check(MixupConfig config, RunFacts facts, Problems problems) {
    if (facts.batchSize() < 2) {
      problems.error(
          "", "blends examples of one batch, but a step has only 1; raise training.batchSize");
    }
  }
}
