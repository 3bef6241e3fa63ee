package io.bagoftricks.bench.libtorch.golden;

import java.util.List;

/** Keeps the largest relative error it has seen. */
final class RelativeError {
  private double largest;

  /** Compares one value on a scale; what is not a number counts as the worst there is. */
  void add(double expected, double actual, double scale) {
    double error = Math.abs(expected - actual) / scale;
    largest = Math.max(largest, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
  }

  /** Compares the first values, on the scale of the largest expected magnitude. */
  void add(List<Double> expected, Values actual) {
    add(expected, actual, expected.stream().mapToDouble(Math::abs).max().orElse(0));
  }

  /** Compares the first values on a scale. */
  void add(List<Double> expected, Values actual, double scale) {
    for (int i = 0; i < expected.size(); i++) {
      add(expected.get(i), actual.get(i), scale);
    }
  }

  double largest() {
    return largest;
  }
}
