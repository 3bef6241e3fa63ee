package io.bagoftricks.api;

import java.util.function.LongToDoubleFunction;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A schedule by composition: {@code value(t) = base x product(factors) x (ramp while it lasts, else
 * curve)}. Any number of factors, one ramp, one curve: order cannot matter. A ramp may begin at a
 * value of its own instead of zero.
 *
 * @since 0.1
 */
@ProviderType
public interface ScheduleDraft {
  /**
   * {@return the value that the recipe gives, before any factor, ramp or curve; 0 where the
   * optimizer has no such value}
   */
  double base();

  /**
   * Multiplies the whole schedule.
   *
   * @param factor applied to every value of the schedule, also while the ramp lasts
   * @throws IllegalArgumentException unless the factor is positive and finite
   */
  void multiply(double factor);

  /**
   * Sets the ramp of the first steps.
   *
   * @param steps how many steps it lasts
   * @param factor a function of the step, counted from 0
   * @throws IllegalStateException if there is a ramp already
   */
  default void ramp(long steps, LongToDoubleFunction factor) {
    ramp(steps, 0, factor);
  }

  /**
   * Sets the ramp of the first steps, from a value that no factor changes to the whole value:
   * {@code start + (base x product(factors) - start) x share}.
   *
   * @param steps how many steps it lasts
   * @param start the value where the share is 0; not negative
   * @param share of the way, a function of the step, counted from 0
   * @throws IllegalStateException if there is a ramp already
   */
  void ramp(long steps, double start, LongToDoubleFunction share);

  /**
   * Sets the curve after the ramp.
   *
   * @param curve the factor on the base value after the ramp, from the first step after it
   * @throws IllegalStateException if there is a curve already
   */
  void follow(Curve curve);
}
