package io.bagoftricks.api;

/**
 * A time on a schedule.
 *
 * @param step the step, from 0
 * @param rampSteps how many steps the ramp lasts; 0 without one
 * @param stepsPerEpoch steps of one epoch
 * @param totalSteps steps of the whole run
 * @since 0.1
 */
public record ScheduleTime(long step, long rampSteps, long stepsPerEpoch, long totalSteps) {
  /** {@return the epoch, from 0, with fraction} */
  public double epoch() {
    return (double) step / stepsPerEpoch;
  }

  /** {@return steps since the ramp ended} */
  public long stepAfterRamp() {
    return Math.max(0, step - rampSteps);
  }

  /** {@return steps of the run that are not part of the ramp} */
  public long stepsAfterRamp() {
    return Math.max(0, totalSteps - rampSteps);
  }
}
