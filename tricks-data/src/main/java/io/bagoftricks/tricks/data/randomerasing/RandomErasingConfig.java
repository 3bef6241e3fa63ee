package io.bagoftricks.tricks.data.randomerasing;

/**
 * Settings of random erasing.
 *
 * @param probability with which an image loses a rectangle, from 0 to 1
 * @param minArea the least share of the image's area, above 0
 * @param maxArea the largest share, from minArea to 1
 * @param minAspect the least height as a multiple of the width, above 0 to 1; the largest is its
 *     reciprocal
 * @param fill what is put in its place
 * @param profile how the aspect is drawn
 */
public record RandomErasingConfig(
    double probability,
    double minArea,
    double maxArea,
    double minAspect,
    Fill fill,
    Profile profile) {
  /** The values that take the place of the pixels. */
  public enum Fill {
    /** Each value drawn evenly from 0 to 255. */
    RANDOM,
    /** The mean color of the normalization, which the network sees as zeros. */
    MEAN,
    /** One color, normal with the mean and the deviation of the normalization. */
    COLOR,
    /** Each value normal, with the mean and the deviation of the normalization. */
    NOISE
  }

  /** Whose definition. */
  public enum Profile {
    /** The aspect drawn evenly; up to a hundred draws until the rectangle fits. */
    PAPER,
    /** The aspect drawn evenly in its logarithm; up to ten draws: timm, and torchvision. */
    TIMM
  }

  /** Checks the ranges. */
  public RandomErasingConfig {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be from 0 to 1, not " + probability);
    }
    if (!(minArea > 0 && minArea <= 1)) {
      throw new IllegalArgumentException("minArea must be above 0 and at most 1, not " + minArea);
    }
    if (!(maxArea >= minArea && maxArea <= 1)) {
      throw new IllegalArgumentException("maxArea must be from minArea to 1, not " + maxArea);
    }
    if (!(minAspect > 0 && minAspect <= 1)) {
      throw new IllegalArgumentException(
          "minAspect must be above 0 and at most 1, not " + minAspect);
    }
  }

  /** The paper's: every second image, 2 to 40 % of its area, 3:10 to 10:3. */
  public static RandomErasingConfig defaults() {
    return new RandomErasingConfig(0.5, 0.02, 0.4, 0.3, Fill.RANDOM, Profile.PAPER);
  }
}
