package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The shape of a schedule: a pure function of time. Use {@link StrictMath}, so that every machine
 * computes the same.
 *
 * @since 0.1
 */
@FunctionalInterface
@ConsumerType
public interface Curve {
  /**
   * {@return the factor on the base value at a time; 1 leaves it}
   *
   * @param time the step, and how long ramp, epoch and run are
   */
  double factor(ScheduleTime time);
}
