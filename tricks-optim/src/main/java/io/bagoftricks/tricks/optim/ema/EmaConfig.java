package io.bagoftricks.tricks.optim.ema;

/**
 * Settings of the exponential moving average.
 *
 * @param decay the share of the average that an update keeps, at least 0 and below 1
 * @param warmup whether the first steps keep less: after n of them at most (1 + n) / (10 + n)
 */
public record EmaConfig(double decay, boolean warmup) {
  /** Checks the range. */
  public EmaConfig {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay must be at least 0 and below 1, not " + decay);
    }
  }

  /** Decay 0.9999, reached gradually. */
  public static EmaConfig defaults() {
    return new EmaConfig(0.9999, true);
  }
}
