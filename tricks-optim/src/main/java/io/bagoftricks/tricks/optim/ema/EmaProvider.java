package io.bagoftricks.tricks.optim.ema;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers the exponential moving average. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "ema",
    family = Family.OPTIMIZATION,
    summary = "Evaluates a moving average of the weights instead of the last ones.",
    paper = "Polyak and Juditsky 1992, Acceleration of Stochastic Approximation by Averaging")
public final class EmaProvider implements TrickProvider<EmaConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return Ema.class;
  }

  @Override
  public EmaConfig defaults() {
    return EmaConfig.defaults();
  }

  @Override
  public void check(EmaConfig config, RunFacts facts, Problems problems) {
    if (config.decay() == 0) {
      problems.note("decay", "is 0: the average is the last weights themselves");
    }
  }
}
