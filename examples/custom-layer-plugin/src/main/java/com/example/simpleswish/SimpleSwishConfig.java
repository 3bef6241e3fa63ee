package com.example.simpleswish;

/**
 * Settings of the activation.
 *
 * @param beta the slope inside the sigmoid; positive, finite
 */
public record SimpleSwishConfig(double beta) {
  /** Checks the range; written so that NaN fails. */
  public SimpleSwishConfig {
    if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must be positive and finite, not " + beta);
    }
  }

  /** Beta 1: torch's {@code SiLU}. */
  public static SimpleSwishConfig defaults() {
    return new SimpleSwishConfig(1);
  }
}
