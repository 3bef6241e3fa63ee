package io.bagoftricks.tricks.optim.stepdecay;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.ScheduleTime;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Multiplies the learning rate by a factor at the start of each given epoch, counted from the start
 * of the run.
 *
 * <p>The baseline of He et al. 2019 (arXiv:1812.01187), section 2.1.
 */
public final class StepDecay implements ParamGroupsHook {
  private final StepDecayConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public StepDecay(StepDecayConfig config) {
    this.config = config;
  }

  @Override
  @Uses(replaces = Slot.RATE_CURVE)
  public void onParamGroups(ParamGroups groups) {
    int epochs = groups.facts().epochs();
    long reached = config.epochs().stream().filter(epoch -> epoch < epochs).count();
    if (reached > 0) {
      groups.learningRate().follow(time -> factor(time, config));
    }
    groups.receipt(new Effect(reached, config.epochs().size(), "drops"));
  }

  /** The factor at a time: the configured one to the power of the drops so far. */
  static double factor(ScheduleTime time, StepDecayConfig config) {
    long drops =
        config.epochs().stream()
            .filter(epoch -> time.step() >= epoch * time.stepsPerEpoch())
            .count();
    return StrictMath.pow(config.factor(), (double) drops);
  }
}
