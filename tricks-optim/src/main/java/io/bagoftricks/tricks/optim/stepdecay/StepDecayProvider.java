package io.bagoftricks.tricks.optim.stepdecay;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import java.util.Locale;

/** Registers the step decay. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "step-decay",
    family = Family.OPTIMIZATION,
    summary = "Drops the learning rate by a factor at given epochs.",
    paper = "He et al. 2019, Bag of Tricks for Image Classification, 2.1")
public final class StepDecayProvider implements TrickProvider<StepDecayConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return StepDecay.class;
  }

  @Override
  public StepDecayConfig defaults() {
    return StepDecayConfig.defaults();
  }

  @Override
  public void check(StepDecayConfig config, RunFacts facts, Problems problems) {
    for (int epoch : config.epochs()) {
      if (epoch >= facts.epochs()) {
        problems.note(
            "epochs",
            String.format(
                Locale.ROOT,
                "the drop at epoch %d never happens: the run has %d epochs",
                epoch,
                facts.epochs()));
      }
    }
  }
}
