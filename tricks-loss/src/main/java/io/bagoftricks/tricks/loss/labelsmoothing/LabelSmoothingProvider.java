package io.bagoftricks.tricks.loss.labelsmoothing;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.tricks.loss.labelsmoothing.LabelSmoothingConfig.Profile;
import java.util.Locale;

/** Registers label smoothing. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
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
    // With a share of (K - 1) / K all classes are alike; the uniform profiles never get there.
    double even = (facts.classes() - 1.0) / facts.classes();
    if (config.profile() == Profile.PAPER && facts.classes() > 1 && config.smoothing() >= even) {
      problems.error(
          "smoothing",
          String.format(
              Locale.ROOT,
              "is %s, but must be below (K - 1) / K, which is %s for the K = %d classes of the data: from there on the true class is not the most probable one. Lower it; 0.1 is usual",
              config.smoothing(),
              even,
              facts.classes()));
    }
    if (config.smoothing() == 0) {
      problems.note("smoothing", "is 0: targets stay as they are");
    }
  }
}
