package io.bagoftricks.api;

/**
 * When, in a run, something happens.
 *
 * @param epoch from 0
 * @param step updates done before, from 0; an update that was skipped counts
 * @param totalSteps updates of the whole run
 * @since 0.1
 */
public record Moment(int epoch, long step, long totalSteps) {
  /** {@return the share of the run that is done, in [0, 1]} */
  public double progress() {
    return totalSteps == 0 ? 1 : (double) step / totalSteps;
  }
}
