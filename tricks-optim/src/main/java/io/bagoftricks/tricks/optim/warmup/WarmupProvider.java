package io.bagoftricks.tricks.optim.warmup;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import java.util.Locale;

/** Registers the warm-up. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "warmup",
    family = Family.OPTIMIZATION,
    summary = "Raises the learning rate linearly over the first epochs.",
    paper = "Goyal et al. 2017, Accurate, Large Minibatch SGD; He et al. 2019, 3.1")
public final class WarmupProvider implements TrickProvider<WarmupConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Warmup.class;
  }

  @Override
  public WarmupConfig defaults() {
    return WarmupConfig.defaults();
  }

  @Override
  public void check(WarmupConfig config, RunFacts facts, Problems problems) {
    long steps = config.duration().steps(facts);
    if (steps < 1) {
      problems.error(
          "duration",
          String.format(
              Locale.ROOT,
              "is %s, less than one step of this run (%d steps): write \"%s\" or longer",
              config.duration(),
              facts.totalSteps(),
              config.perEpoch() ? "1ep" : "1ba"));
    } else if (steps > facts.totalSteps()) {
      problems.error(
          "duration",
          String.format(
              Locale.ROOT,
              "is %s, %d steps, but the run has only %d: write \"1dur\", which is the whole run, or shorter",
              config.duration(),
              steps,
              facts.totalSteps()));
    } else if (config.perEpoch() && steps % facts.stepsPerEpoch() > 0) {
      problems.error(
          "duration",
          "is %s, which is not a whole number of epochs, as perEpoch needs: write one, such as \"%sep\""
              .formatted(
                  config.duration(), (steps + facts.stepsPerEpoch() - 1) / facts.stepsPerEpoch()));
    }
    if (config.profile() == WarmupConfig.Profile.TIMM
        && config.startRate() >= facts.learningRate()) {
      problems.note(
          "startRate",
          "is %s, and the recipe's learning rate is %s: the warm-up does not raise it"
              .formatted(config.startRate(), facts.learningRate()));
    }
  }
}
