package io.bagoftricks.api;

import java.util.function.LongToDoubleFunction;

/**
 * A schedule by composition: {@code value(t) = base x product(factors) x (ramp while it lasts, else
 * curve)}. Any number of factors, one ramp, one curve: order cannot matter.
 *
 * @since 0.1
 */
public interface ScheduleDraft {
  /**
   * Multiplies the whole schedule.
   *
   * @throws IllegalArgumentException unless the factor is positive and finite
   */
  void multiply(double factor);

  /**
   * Sets the ramp of the first updates.
   *
   * @param steps how many updates it lasts
   * @param factor from the update, counted from 0, to a factor
   * @throws IllegalStateException if there is a ramp already
   */
  void ramp(long steps, LongToDoubleFunction factor);

  /**
   * Sets the curve after the ramp.
   *
   * @throws IllegalStateException if there is a curve already
   */
  void follow(Curve curve);
}
