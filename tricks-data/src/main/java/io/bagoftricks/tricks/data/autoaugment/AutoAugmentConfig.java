package io.bagoftricks.tricks.data.autoaugment;

/**
 * Settings of AutoAugment.
 *
 * @param policy the data set on which it was found
 */
public record AutoAugmentConfig(Policy policy) {
  /** That of ImageNet. */
  public static AutoAugmentConfig defaults() {
    return new AutoAugmentConfig(Policy.IMAGENET);
  }
}
