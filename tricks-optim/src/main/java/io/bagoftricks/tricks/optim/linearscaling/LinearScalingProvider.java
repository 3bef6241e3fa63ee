package io.bagoftricks.tricks.optim.linearscaling;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import java.util.Locale;

/** Registers linear scaling. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "linear-scaling",
    family = Family.OPTIMIZATION,
    summary = "Scales the learning rate with the batch size.",
    paper = "Goyal et al. 2017, Accurate, Large Minibatch SGD; He et al. 2019, 3.1")
public final class LinearScalingProvider implements TrickProvider<LinearScalingConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return LinearScaling.class;
  }

  @Override
  public LinearScalingConfig defaults() {
    return LinearScalingConfig.defaults();
  }

  @Override
  public void check(LinearScalingConfig config, RunFacts facts, Problems problems) {
    if (facts.batchSize() == config.referenceBatch()) {
      problems.note(
          "referenceBatch",
          String.format(
              Locale.ROOT,
              "equals the batch size, %d: the learning rate stays %s",
              facts.batchSize(),
              facts.learningRate()));
    }
  }
}
