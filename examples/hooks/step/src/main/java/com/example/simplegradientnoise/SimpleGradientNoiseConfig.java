package com.example.simplegradientnoise;

/**
 * Settings of the trick.
 *
 * @param eta the variance at the first step; positive, finite
 */
public record SimpleGradientNoiseConfig(double eta) {
  /** Checks the range; written so that NaN fails. */
  public SimpleGradientNoiseConfig {
    if (!(eta > 0 && eta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("eta must be positive and finite, not " + eta);
    }
  }

  /** The least that the paper tries. */
  public static SimpleGradientNoiseConfig defaults() {
    return new SimpleGradientNoiseConfig(0.01);
  }
}
