package io.bagoftricks.tricks.optim.lars;

import io.bagoftricks.api.network.Role;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.tricks.optim.lars.Lars.Profile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * With {@code trust = coefficient |w| / (|g| + decay |w| + epsilon)}: {@code g' = trust (g + decay
 * w)}; {@code PAPER}: {@code v = mu v + lr g'; w = w - v}; others: {@code v = mu v + g'; w = w - lr
 * v}. Where a norm is 0, trust is 1, and in {@code APEX} nothing decays.
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
    double ofWeight = weight.norm2Number().doubleValue();
    double ofGradient = update.gradient().norm2Number().doubleValue();
    boolean hasRatio = ofWeight > 0 && ofGradient > 0;
    double decay = hasRatio || profile != Profile.APEX ? update.weightDecay() : 0;
    double trust =
        hasRatio && isAdapted(update) ? trust(ofWeight, ofGradient, update.weightDecay(), rate) : 1;
    boolean isRateInside = profile == Profile.PAPER;
    try (INDArray decayed = weight.mul(decay);
        INDArray gradient = update.gradient().add(decayed)) {
      gradient.muli(isRateInside ? trust * rate : trust);
      velocity.muli(update.momentum()).addi(gradient);
      weight.subi(isRateInside ? velocity : gradient.assign(velocity).muli(rate));
    }
  }

  private boolean isAdapted(ParameterUpdate update) {
    return switch (profile) {
      case PAPER -> update.parameter().role() == Role.WEIGHT;
      case TIMM -> update.weightDecay() != 0;
      case APEX -> true;
    };
  }

  private double trust(double ofWeight, double ofGradient, double decay, double rate) {
    double trust = trustCoefficient * ofWeight / (ofGradient + decay * ofWeight + epsilon);
    return profile == Profile.APEX ? Math.min(trust / rate, 1) : trust;
  }
}
