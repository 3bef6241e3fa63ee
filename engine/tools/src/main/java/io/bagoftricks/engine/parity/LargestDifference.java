package io.bagoftricks.engine.parity;

/**
 * Keeps the largest relative difference between two tensors it has seen, and where: the norm of
 * their difference over the norm of the expected one. A tensor twice too large, one of zeros, and
 * one in a direction that has nothing to do with the expected one are 1 or more.
 */
final class LargestDifference {
  private double largest;
  private String tensor = "";

  /** Compares two tensors of equal length. */
  void add(String name, double[] expected, double[] actual) {
    double squares = 0;
    double expectedSquares = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = expected[i] - actual[i];
      squares += difference * difference;
      expectedSquares += expected[i] * expected[i];
    }
    double relative = squares == 0 ? 0 : Math.sqrt(squares / expectedSquares);
    // A tensor that is not finite is the worst there is.
    double known = Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
    if (tensor.isEmpty() || known > largest) {
      largest = known;
      tensor = name;
    }
  }

  double largest() {
    return largest;
  }

  String tensor() {
    return tensor;
  }
}
