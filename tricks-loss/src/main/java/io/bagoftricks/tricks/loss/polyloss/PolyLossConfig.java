package io.bagoftricks.tricks.loss.polyloss;

/**
 * Settings of PolyLoss.
 *
 * @param epsilon what is added to the weight of the first polynomial term, at least -1, finite
 */
public record PolyLossConfig(double epsilon) {
  /** Checks the range. */
  public PolyLossConfig {
    if (!(epsilon >= -1 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be finite and at least -1, not " + epsilon);
    }
  }

  /** Epsilon 1. */
  public static PolyLossConfig defaults() {
    return new PolyLossConfig(1);
  }
}
