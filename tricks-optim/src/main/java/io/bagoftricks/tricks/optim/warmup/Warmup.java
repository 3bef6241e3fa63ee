package io.bagoftricks.tricks.optim.warmup;

import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Raises the learning rate linearly: in the paper's form step i = 1..m uses {@code i / m} of it.
 *
 * <p>Goyal et al. 2017 (arXiv:1706.02677); He et al. 2019 (arXiv:1812.01187), section 3.1;
 * GluonCV's {@code LRScheduler}; the warm-up of timm's {@code CosineLRScheduler}.
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
    switch (config.profile()) {
      case PAPER -> groups.learningRate().ramp(steps, step -> factor(step, steps));
      case GLUONCV -> groups.learningRate().ramp(steps, step -> gluonCvFactor(step, steps));
      case TIMM -> {
        long stride = config.perEpoch() ? groups.facts().stepsPerEpoch() : 1;
        groups
            .learningRate()
            .ramp(steps, config.startRate(), step -> (double) (step - step % stride) / steps);
      }
    }
  }

  /**
   * The factor on the learning rate.
   *
   * @param step from 0
   * @param steps how many steps the warm-up lasts
   */
  public static double factor(long step, long steps) {
    return (step + 1.0) / steps;
  }

  /**
   * The factor in GluonCV's form. MXNet counts an update before it asks for its rate, and the last
   * of the warm-up is the first of the schedule behind it: both give the whole rate.
   */
  static double gluonCvFactor(long step, long steps) {
    return step + 1 >= steps ? 1 : (step + 1.0) / (steps - 1);
  }
}
