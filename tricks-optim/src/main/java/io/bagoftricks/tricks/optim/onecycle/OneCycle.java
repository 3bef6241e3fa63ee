package io.bagoftricks.tricks.optim.onecycle;

import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.ScheduleDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Raises the learning rate to that of the recipe and lowers it far below where it began; momentum
 * does the opposite.
 *
 * <p>Smith and Topin 2017 (arXiv:1708.07120); PyTorch's {@code OneCycleLR}, step for step.
 */
public final class OneCycle implements ParamGroupsHook {
  private final OneCycleConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public OneCycle(OneCycleConfig config) {
    this.config = config;
  }

  @Override
  @Uses(replaces = {Slot.RATE_CURVE, Slot.MOMENTUM_CURVE})
  public void onParamGroups(ParamGroups groups) {
    Cycle rate = rate(config);
    groups.learningRate().follow(time -> rate.at(time.step(), time.totalSteps()));
    ScheduleDraft momentum = groups.momentum();
    if (config.cycleMomentum() && momentum.base() > 0) {
      Cycle value = momentum(config);
      double base = momentum.base();
      momentum.follow(time -> value.at(time.step(), time.totalSteps()) / base);
    }
  }

  /** The factors on the learning rate. */
  static Cycle rate(OneCycleConfig config) {
    double first = 1 / config.divFactor();
    return new Cycle(config, first, 1, first / config.finalDivFactor());
  }

  /** The values of the momentum. */
  static Cycle momentum(OneCycleConfig config) {
    return new Cycle(config, config.maxMomentum(), config.baseMomentum(), config.maxMomentum());
  }
}
