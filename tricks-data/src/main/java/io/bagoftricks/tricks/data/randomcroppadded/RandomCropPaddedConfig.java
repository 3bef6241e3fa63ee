package io.bagoftricks.tricks.data.randomcroppadded;

/**
 * Settings of the random crop of a padded image.
 *
 * @param padding pixels of zeros on each side, at least 0 and at most 10,000
 */
public record RandomCropPaddedConfig(int padding) {
  /** Checks the range. */
  public RandomCropPaddedConfig {
    if (!(padding >= 0 && padding <= 10_000)) {
      throw new IllegalArgumentException("padding must be from 0 to 10,000, not " + padding);
    }
  }

  /** That of CIFAR: 4 pixels. */
  public static RandomCropPaddedConfig defaults() {
    return new RandomCropPaddedConfig(4);
  }
}
