package io.bagoftricks.tricks.optim.lars;

import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.tricks.optim.lars.Lars.Profile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * With {@code trust = coefficient |w| / (|g| + decay |w| + epsilon)}: {@code g' = trust (g + decay
 * w)}; {@code PAPER}: {@code v = mu v + lr g'; w = w - v}; others: {@code v = mu v + g'; w = w - lr
 * v}. Where a norm is 0, trust is 1.
 */
record LarsRule(double trustCoefficient, double epsilon, Profile profile) implements CustomRule {
  @Override
  public int stateArrays() {
    return 1;
  }

  @Override
  public void update(ParameterUpdate update) {
    INDArray velocity = update.state(0);
    INDArray weight = update.weight();
    double rate = update.learningRate();
    double trust = trust(update);
    boolean isRateInside = profile == Profile.PAPER;
    try (INDArray decay = weight.mul(update.weightDecay());
        INDArray gradient = update.gradient().add(decay)) {
      gradient.muli(isRateInside ? trust * rate : trust);
      velocity.muli(update.momentum()).addi(gradient);
      weight.subi(isRateInside ? velocity : gradient.assign(velocity).muli(rate));
    }
  }

  private double trust(ParameterUpdate update) {
    boolean isAdapted =
        switch (profile) {
          case PAPER -> update.parameter().role() == Role.WEIGHT;
          case TIMM -> update.weightDecay() != 0;
          case APEX -> true;
        };
    double ofWeight = update.weight().norm2Number().doubleValue();
    double ofGradient = update.gradient().norm2Number().doubleValue();
    if (!(isAdapted && ofWeight > 0 && ofGradient > 0)) {
      return 1;
    }
    double trust =
        trustCoefficient * ofWeight / (ofGradient + update.weightDecay() * ofWeight + epsilon);
    return profile == Profile.APEX ? Math.min(trust / update.learningRate(), 1) : trust;
  }
}
