package io.bagoftricks.tricks.loss.polyloss;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;

/** Registers PolyLoss. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "poly-loss",
    family = Family.LOSS,
    summary = "Gives the first polynomial term of the cross-entropy another weight.",
    paper = "Leng et al. 2022, PolyLoss: A Polynomial Expansion Perspective, 4")
public final class PolyLossProvider implements TrickProvider<PolyLossConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return PolyLoss.class;
  }

  @Override
  public PolyLossConfig defaults() {
    return PolyLossConfig.defaults();
  }

  @Override
  public void check(PolyLossConfig config, RunFacts facts, Problems problems) {
    if (config.epsilon() == 0) {
      problems.note("epsilon", "is 0: the loss is the cross-entropy");
    }
  }
}
