package io.bagoftricks.tricks.init.xavier;

import io.bagoftricks.tricks.init.Distribution;

/**
 * Settings of Xavier initialization.
 *
 * @param distribution uniform or normal
 * @param gain a factor on all weights, 1e-6 to 1e6
 */
public record XavierConfig(Distribution distribution, double gain) {
  /** Checks the range. */
  public XavierConfig {
    if (!(gain >= 1e-6 && gain <= 1e6)) {
      throw new IllegalArgumentException("gain must be between 1e-6 and 1e6, not " + gain);
    }
  }

  /** The paper's: uniform. */
  public static XavierConfig defaults() {
    return new XavierConfig(Distribution.UNIFORM, 1);
  }
}
