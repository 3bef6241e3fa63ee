package io.bagoftricks.tricks.data.cutmix;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers CutMix. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "cutmix",
    family = Family.DATA,
    summary = "Pastes a part of another image, and its share of the label.",
    paper = "Yun et al. 2019, CutMix: Regularization Strategy to Train Strong Classifiers")
public final class CutmixProvider implements TrickProvider<CutmixConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Cutmix.class;
  }

  @Override
  public CutmixConfig defaults() {
    return CutmixConfig.defaults();
  }

  @Override
  public void check(CutmixConfig config, RunFacts facts, Problems problems) {
    if (facts.batchSize() < 2) {
      problems.error(
          "",
          "pastes from another example of the batch, but a step has only 1; raise training.batchSize");
    }
  }
}
