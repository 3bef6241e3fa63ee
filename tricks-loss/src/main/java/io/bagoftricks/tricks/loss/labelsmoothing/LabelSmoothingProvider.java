package io.bagoftricks.tricks.loss.labelsmoothing;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers label smoothing. */
@TrickCard(
    id = "label-smoothing",
    family = Family.LOSS,
    summary = "Leaves a share of each target's probability to the other classes.",
    paper = "Szegedy et al. 2016, Rethinking the Inception Architecture, 7; He et al. 2019, 5.2")
public final class LabelSmoothingProvider implements TrickProvider<LabelSmoothingConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return LabelSmoothing.class;
  }

  @Override
  public LabelSmoothingConfig defaults() {
    return LabelSmoothingConfig.defaults();
  }

  @Override
  public void check(LabelSmoothingConfig config, RunFacts facts, Problems problems) {
    if (facts.classes() < 2) {
      problems.error(
          "",
          "smoothing needs at least 2 classes to spread over, but the data has "
              + facts.classes()
              + "; remove the trick");
    }
    if (config.smoothing() == 0) {
      problems.note("smoothing", "is 0: targets stay as they are");
    }
  }
}
