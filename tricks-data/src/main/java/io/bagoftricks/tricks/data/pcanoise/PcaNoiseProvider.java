package io.bagoftricks.tricks.data.pcanoise;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers PCA noise. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "pca-noise",
    family = Family.DATA,
    summary = "Shifts colors along the principal components of natural images.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 2.1")
public final class PcaNoiseProvider implements TrickProvider<PcaNoiseConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return PcaNoise.class;
  }

  @Override
  public PcaNoiseConfig defaults() {
    return PcaNoiseConfig.defaults();
  }

  @Override
  public void check(PcaNoiseConfig config, RunFacts facts, Problems problems) {
    if (config.standardDeviation() == 0) {
      problems.note("standardDeviation", "is 0: nothing is added");
    }
  }
}
