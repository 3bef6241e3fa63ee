package io.bagoftricks.tricks.data.repeatedaugmentation;

/**
 * Settings of repeated augmentation.
 *
 * @param repeats how often an epoch shows an image, at least 1
 */
public record RepeatedAugmentationConfig(int repeats) {
  /** Checks the range. */
  public RepeatedAugmentationConfig {
    if (!(repeats >= 1)) {
      throw new IllegalArgumentException("repeats must be at least 1, not " + repeats);
    }
  }

  /** DeiT's, and the value of timm's recipes. */
  public static RepeatedAugmentationConfig defaults() {
    return new RepeatedAugmentationConfig(3);
  }
}
