package io.bagoftricks.tricks.optim.linearscaling;

/**
 * Settings of linear scaling.
 *
 * @param referenceBatch the batch that the recipe's learning rate is meant for, at least 1
 */
public record LinearScalingConfig(int referenceBatch) {
  /** Checks the range. */
  public LinearScalingConfig {
    if (referenceBatch < 1) {
      throw new IllegalArgumentException(
          "referenceBatch must be at least 1, not " + referenceBatch);
    }
  }

  /** The paper's: 256. */
  public static LinearScalingConfig defaults() {
    return new LinearScalingConfig(256);
  }
}
