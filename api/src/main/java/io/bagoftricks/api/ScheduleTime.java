package io.bagoftricks.api;

/**
 * A time on a schedule.
 *
 * @param step the update, from 0
 * @param rampSteps how many updates the ramp lasts; 0 without one
 * @param stepsPerEpoch updates of one epoch
 * @param totalSteps updates of the whole run
 * @since 0.1
 */
public record ScheduleTime(long step, long rampSteps, long stepsPerEpoch, long totalSteps) {
  /** {@return the epoch, from 0, with fraction} */
  public double epoch() {
    return (double) step / stepsPerEpoch;
  }

  /** {@return updates since the ramp ended} */
  public long stepAfterRamp() {
    return Math.max(0, step - rampSteps);
  }

  /** {@return updates of the run that are not part of the ramp} */
  public long stepsAfterRamp() {
    return Math.max(0, totalSteps - rampSteps);
  }
}
