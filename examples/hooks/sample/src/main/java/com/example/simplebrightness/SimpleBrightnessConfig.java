package com.example.simplebrightness;

/**
 * Settings of the trick.
 *
 * @param strength factors are drawn evenly from 1 - strength to 1 + strength; from 0 to 1
 */
public record SimpleBrightnessConfig(double strength) {
  /** Checks the range; written so that NaN fails. */
  public SimpleBrightnessConfig {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength must be from 0 to 1, not " + strength);
    }
  }

  /** Up to a fifth. */
  public static SimpleBrightnessConfig defaults() {
    return new SimpleBrightnessConfig(0.2);
  }
}
