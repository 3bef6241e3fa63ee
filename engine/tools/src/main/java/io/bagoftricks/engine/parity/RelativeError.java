package io.bagoftricks.engine.parity;

import java.util.List;

/** Keeps the largest relative error it has seen. */
final class RelativeError {
  private double largest;

  /** Compares one value on a scale. */
  void add(double expected, double actual, double scale) {
    double error = Math.abs(expected - actual) / scale;
    // A NaN counts as the worst there is, instead of vanishing in a comparison.
    largest = error <= largest ? largest : Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  /** Compares all values, on the scale of the largest expected magnitude. */
  void add(List<Double> expected, double[] actual) {
    double scale = expected.stream().mapToDouble(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.size(); i++) {
      add(expected.get(i), actual[i], scale);
    }
  }

  double largest() {
    return largest;
  }
}
