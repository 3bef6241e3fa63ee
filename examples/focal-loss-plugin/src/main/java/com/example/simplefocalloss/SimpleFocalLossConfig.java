package com.example.simplefocalloss;

/**
 * Settings of the loss.
 *
 * @param gamma how much less an example counts that is right already; not negative, finite
 */
public record SimpleFocalLossConfig(double gamma) {
  /** Checks the range; written so that NaN fails. */
  public SimpleFocalLossConfig {
    if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gamma must be finite and not negative, not " + gamma);
    }
  }

  /** Gamma 2, with which the paper's results are best. */
  public static SimpleFocalLossConfig defaults() {
    return new SimpleFocalLossConfig(2);
  }
}
