package io.bagoftricks.tricks.optim.swa;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import java.util.Locale;

/** Registers stochastic weight averaging. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "swa",
    family = Family.OPTIMIZATION,
    summary = "Evaluates the mean of the weights of the last epochs.",
    paper =
        "Izmailov et al. 2018, Averaging Weights Leads to Wider Optima and Better Generalization")
public final class SwaProvider implements TrickProvider<SwaConfig> {
  private static final int MOST_TIMES = 10;

  @Override
  public Class<? extends Trick> trick() {
    return Swa.class;
  }

  @Override
  public SwaConfig defaults() {
    return SwaConfig.defaults();
  }

  @Override
  public void check(SwaConfig config, RunFacts facts, Problems problems) {
    long start = config.start().steps(facts);
    if (start < 0 || Swa.start(config, facts) > facts.totalSteps()) {
      problems.error(
          "start",
          String.format(
              Locale.ROOT,
              "is %s, which is step %d, but averaging must begin in the %d steps of the run: change it",
              config.start(),
              start,
              facts.totalSteps()));
    }
    if (Swa.start(config, facts) == facts.totalSteps()) {
      problems.note(
          "start",
          "is %s: only the last weights of the run are averaged%s"
              .formatted(config.start(), config.rate() > 0 ? ", and rate is never used" : ""));
    } else if (config.rate() > MOST_TIMES * facts.learningRate()) {
      problems.note(
          "rate",
          String.format(
              Locale.ROOT,
              "is %s, more than %d times the recipe's %s, and holds from step %d on whatever the schedule says: let it be lower, or 0",
              config.rate(),
              MOST_TIMES,
              facts.learningRate(),
              Swa.start(config, facts) + 1));
    } else if (config.rate() > 0) {
      problems.note(
          "rate",
          String.format(
              Locale.ROOT,
              "is %s from step %d on, whatever the schedule says",
              config.rate(),
              Swa.start(config, facts) + 1));
    }
    if (config.cycle().steps(facts) < 1) {
      problems.error(
          "cycle",
          String.format(
              Locale.ROOT,
              "is %s, less than one step of this run (%d steps): write \"1ba\" or longer",
              config.cycle(),
              facts.totalSteps()));
    }
  }
}
