package io.bagoftricks.tricks.loss.bceloss;

/**
 * Settings of binary cross-entropy.
 *
 * @param targetThreshold targets above it become 1 and all others 0; at least 0 and below 1, or -1
 *     to leave targets as they are
 * @param sumClasses whether the loss of an example is the sum over the classes instead of their
 *     mean
 */
public record BceLossConfig(double targetThreshold, boolean sumClasses) {
  /** The threshold that leaves targets as they are. */
  static final double NO_THRESHOLD = -1;

  /** Checks the range. */
  public BceLossConfig {
    if (!((targetThreshold >= 0 && targetThreshold < 1) || targetThreshold == NO_THRESHOLD)) {
      throw new IllegalArgumentException(
          "targetThreshold must be at least 0 and below 1, or -1 for none, not " + targetThreshold);
    }
  }

  /** timm's: targets as they are, the mean over the classes. */
  public static BceLossConfig defaults() {
    return new BceLossConfig(NO_THRESHOLD, false);
  }
}
