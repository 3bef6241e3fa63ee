package io.bagoftricks.tricks.data.horizontalflip;

/**
 * Settings of the horizontal flip.
 *
 * @param probability with which an image is mirrored, from 0 to 1
 */
public record HorizontalFlipConfig(double probability) {
  /** Checks the range. */
  public HorizontalFlipConfig {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be from 0 to 1, not " + probability);
    }
  }

  /** The paper's: every second image. */
  public static HorizontalFlipConfig defaults() {
    return new HorizontalFlipConfig(0.5);
  }
}
