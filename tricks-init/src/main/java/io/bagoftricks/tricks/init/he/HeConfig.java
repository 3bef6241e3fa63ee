package io.bagoftricks.tricks.init.he;

import io.bagoftricks.tricks.init.Distribution;

/**
 * Settings of He's initialization.
 *
 * @param distribution uniform or normal
 * @param fan which fan divides the variance
 * @param slope of the rectifier on its negative side, 0 for ReLU; -1e6 to 1e6
 */
public record HeConfig(Distribution distribution, Fan fan, double slope) {
  /** The direction in which the variance is kept. */
  public enum Fan {
    /** The forward pass: input channels x kernel area. */
    IN,
    /** The backward pass: output channels x kernel area. */
    OUT
  }

  /** Checks the range. */
  public HeConfig {
    if (!(Math.abs(slope) <= 1e6)) {
      throw new IllegalArgumentException("slope must be between -1e6 and 1e6, not " + slope);
    }
  }

  /** The paper's, for ReLU: normal, by the fan in. */
  public static HeConfig defaults() {
    return new HeConfig(Distribution.NORMAL, Fan.IN, 0);
  }
}
