package com.example.simpleinputnoise;

/**
 * Settings of the trick.
 *
 * @param deviation the standard deviation of the noise, of normalized inputs; at least 0, finite
 */
public record SimpleInputNoiseConfig(double deviation) {
  /** Checks the range; written so that NaN fails. */
  public SimpleInputNoiseConfig {
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("deviation must be finite and at least 0, not " + deviation);
    }
  }

  /** A tenth of the deviation of pixels. */
  public static SimpleInputNoiseConfig defaults() {
    return new SimpleInputNoiseConfig(0.1);
  }
}
