package io.bagoftricks.engine.bench;

import java.util.Collection;

/**
 * Quartiles of measurements, which other processes disturb less than a mean.
 *
 * @param lower a quarter is below it
 * @param upper a quarter is above it
 */
record Quantiles(double least, double lower, double median, double upper, double most) {
  /** Quantiles by linear interpolation between the values, of which there is at least one. */
  static Quantiles of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Quantiles(
        sorted[0],
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        sorted[sorted.length - 1]);
  }

  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
