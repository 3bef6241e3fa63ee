package com.example.simplebiasrate;

/**
 * Settings of the trick.
 *
 * @param factor on the rate of biases; above 0, finite
 */
public record SimpleBiasRateConfig(double factor) {
  /** Checks the range; written so that NaN fails. */
  public SimpleBiasRateConfig {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor must be positive and finite, not " + factor);
    }
  }

  /** Twice the rate, as Caffe's networks have it. */
  public static SimpleBiasRateConfig defaults() {
    return new SimpleBiasRateConfig(2);
  }
}
