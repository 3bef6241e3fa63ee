package io.bagoftricks.tricks.optim.agc;

/**
 * Settings of adaptive gradient clipping.
 *
 * @param clipFactor the largest norm of a gradient, relative to its weight's; positive, finite
 * @param epsilon the norm that every weight is taken to have at least; positive, finite
 * @param excludeHead whether the network's last layer is left alone
 */
public record AgcConfig(double clipFactor, double epsilon, boolean excludeHead) {
  /** Checks the ranges. */
  public AgcConfig {
    if (!(clipFactor > 0 && clipFactor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "clipFactor must be positive and finite, not " + clipFactor);
    }
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be positive and finite, not " + epsilon);
    }
  }

  /** The paper's: 0.01 of at least 1e-3, without the last layer. */
  public static AgcConfig defaults() {
    return new AgcConfig(0.01, 1e-3, true);
  }
}
