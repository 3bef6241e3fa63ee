package io.bagoftricks.tricks.loss.focalloss;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.tricks.loss.focalloss.FocalLossConfig.Form;

/** Registers focal loss. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "focal-loss",
    family = Family.LOSS,
    summary = "Lets examples count less that are right already.",
    paper = "Lin et al. 2017, Focal Loss for Dense Object Detection, 3")
public final class FocalLossProvider implements TrickProvider<FocalLossConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return FocalLoss.class;
  }

  @Override
  public FocalLossConfig defaults() {
    return FocalLossConfig.defaults();
  }

  @Override
  public void check(FocalLossConfig config, RunFacts facts, Problems problems) {
    boolean isSoftmax = config.form() == Form.SOFTMAX;
    if (isSoftmax && config.alpha() == 0) {
      problems.error(
          "alpha", "is 0: with the form softmax the whole loss is 0. Set it above 0, or to -1");
    }
    if (isSoftmax && !config.sumClasses()) {
      problems.note("sumClasses", "is false: it counts with the form sigmoid alone");
    }
    if (config.gamma() == 0) {
      problems.note("gamma", "is 0: all examples count alike, as in the cross-entropy");
    }
  }
}
