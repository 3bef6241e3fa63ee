package io.bagoftricks.tricks.optim.cosine;

import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.ParamGroupsHook;
import io.bagoftricks.api.ScheduleTime;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Lowers the learning rate along half a cosine: {@code (1 + cos(pi t / T)) / 2} of it.
 *
 * <p>Loshchilov and Hutter 2017 (arXiv:1608.03983); He et al. 2019 (arXiv:1812.01187), section 5.1;
 * GluonCV's {@code LRScheduler}; timm's {@code CosineLRScheduler} without restarts.
 */
public final class Cosine implements ParamGroupsHook {
  private final CosineConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public Cosine(CosineConfig config) {
    this.config = config;
  }

  @Override
  @Uses(replaces = Slot.RATE_CURVE)
  public void onParamGroups(ParamGroups groups) {
    groups.learningRate().follow(time -> factor(time, config));
  }

  /** The factor at a time, under the settings. */
  static double factor(ScheduleTime time, CosineConfig config) {
    long step = config.perEpoch() ? time.step() - time.step() % time.stepsPerEpoch() : time.step();
    return switch (config.profile()) {
      case PAPER -> factor(Math.max(0, step - time.rampSteps()), time.stepsAfterRamp());
      case GLUONCV -> gluonCvFactor(Math.max(0, step - time.rampSteps()), time.stepsAfterRamp());
      case TIMM -> factor(step, time.totalSteps());
    };
  }

  /** GluonCV divides by one less, and MXNet counts an update before it asks for its rate. */
  static double gluonCvFactor(long step, long steps) {
    return steps == 1 ? 1 : factor(Math.min(step + 1, steps - 1), steps - 1);
  }

  /**
   * The factor on the learning rate: {@code (1 + cos(pi step / steps)) / 2}.
   *
   * @param step from 0 to {@code steps}
   * @param steps the length of the decay, positive
   */
  public static double factor(long step, long steps) {
    return (1 + StrictMath.cos(StrictMath.PI * step / steps)) / 2;
  }
}
