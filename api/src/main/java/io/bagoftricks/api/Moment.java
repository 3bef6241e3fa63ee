package io.bagoftricks.api;

/**
 * When, in a run, something happens.
 *
 * @param epoch from 0
 * @param step number of steps before this one, also of those that were skipped: 0 at the first
 * @param totalSteps steps of the whole run
 * @since 0.1
 */
public record Moment(int epoch, long step, long totalSteps) {
  /** {@return the share of the run that is done, in [0, 1]} */
  public double progress() {
    return totalSteps == 0 ? 1 : (double) step / totalSteps;
  }
}
