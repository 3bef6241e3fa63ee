package io.bagoftricks.engine.parity;

/** Keeps the smallest cosine between two tensors it has seen, and where. */
final class SmallestCosine {
  private double smallest = 1;
  private String tensor = "";

  /** Compares two tensors of equal length; where one alone is zero their cosine is 0. */
  void add(String name, double[] expected, double[] actual) {
    double product = 0;
    double expectedSquares = 0;
    double actualSquares = 0;
    for (int i = 0; i < expected.length; i++) {
      product += expected[i] * actual[i];
      expectedSquares += expected[i] * expected[i];
      actualSquares += actual[i] * actual[i];
    }
    double norms = Math.sqrt(expectedSquares) * Math.sqrt(actualSquares);
    double cosine = norms > 0 ? product / norms : expectedSquares == actualSquares ? 1 : 0;
    // A gradient that is not finite has no direction: the worst there is.
    double known = Double.isNaN(cosine) ? -1 : cosine;
    if (tensor.isEmpty() || known < smallest) {
      smallest = known;
      tensor = name;
    }
  }

  double smallest() {
    return smallest;
  }

  String tensor() {
    return tensor;
  }
}
