package io.bagoftricks.engine.ablate;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A mean and the half width of its 95 % interval: Student's t of {@code n - 1} degrees of freedom
 * times the standard error. Of one value the half width is not a number.
 */
public record Interval(double mean, double halfWidth) {
  private static final double UPPER = 0.975;

  /** The interval of some values. */
  static Interval of(List<Double> values) {
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    double mean = StatUtils.mean(array);
    if (array.length < 2) {
      return new Interval(mean, Double.NaN);
    }
    double t = new TDistribution(array.length - 1).inverseCumulativeProbability(UPPER);
    return new Interval(mean, t * Math.sqrt(StatUtils.variance(array) / array.length));
  }

  /** Whether zero lies outside. */
  boolean excludesZero() {
    return Math.abs(mean) > halfWidth;
  }
}
