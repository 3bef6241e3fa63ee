package io.bagoftricks.tricks.optim.sam;

/**
 * Settings of sharpness-aware minimization.
 *
 * @param rho how far away the loss is looked at, positive, finite
 * @param adaptive whether distances are relative to the weights
 */
public record SamConfig(double rho, boolean adaptive) {
  /** Checks the range. */
  public SamConfig {
    if (!(rho > 0 && rho < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("rho must be positive and finite, not " + rho);
    }
  }

  /** The paper's 0.05. */
  public static SamConfig defaults() {
    return new SamConfig(0.05, false);
  }
}
