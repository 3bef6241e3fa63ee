package io.bagoftricks.tricks.optim.warmup;

import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Raises the learning rate linearly: update i = 1..m uses {@code i / m} of it.
 *
 * <p>Goyal et al. 2017 (arXiv:1706.02677); He et al. 2019 (arXiv:1812.01187), section 3.1.
 */
public final class Warmup implements ParamGroupsHook {
  private final WarmupConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public Warmup(WarmupConfig config) {
    this.config = config;
  }

  @Override
  @Uses(replaces = Slot.RATE_RAMP)
  public void onParamGroups(ParamGroups groups) {
    long steps = config.duration().steps(groups.facts());
    groups.learningRate().ramp(steps, step -> factor(step, steps));
  }

  /**
   * The factor on the learning rate.
   *
   * @param step the update, from 0
   * @param steps how many updates the warm-up lasts
   */
  public static double factor(long step, long steps) {
    return (step + 1.0) / steps;
  }
}
