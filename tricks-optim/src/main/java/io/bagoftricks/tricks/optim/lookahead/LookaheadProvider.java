package io.bagoftricks.tricks.optim.lookahead;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import java.util.Locale;

/** Registers lookahead. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "lookahead",
    family = Family.OPTIMIZATION,
    summary = "Goes ahead a few steps, then only part of the way.",
    paper = "Zhang et al. 2019, Lookahead Optimizer: k steps forward, 1 step back")
public final class LookaheadProvider implements TrickProvider<LookaheadConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Lookahead.class;
  }

  @Override
  public LookaheadConfig defaults() {
    return LookaheadConfig.defaults();
  }

  @Override
  public void check(LookaheadConfig config, RunFacts facts, Problems problems) {
    if (config.alpha() == 1) {
      problems.note("alpha", "is 1: the slow weights are the trained ones, which stay as they are");
    }
    if (config.k() > facts.totalSteps()
        && (config.profile() == LookaheadConfig.Profile.PAPER || facts.epochs() == 1)) {
      problems.note(
          "k",
          String.format(
              Locale.ROOT,
              "is %d, but the run has %d steps: the slow weights never follow",
              config.k(),
              facts.totalSteps()));
    }
  }
}
