package io.bagoftricks.tricks.data.randomresizedcrop;

import io.bagoftricks.tricks.data.Interpolation;

/**
 * Settings of the random resized crop.
 *
 * @param minArea the least share of the image's area, above 0
 * @param maxArea the largest share, from minArea to 1
 * @param minAspect the least width of a crop as a multiple of its height, positive
 * @param maxAspect the largest, at least minAspect
 * @param interpolation how the crop is resized
 * @param profile how the aspect is drawn
 */
public record RandomResizedCropConfig(
    double minArea,
    double maxArea,
    double minAspect,
    double maxAspect,
    Interpolation interpolation,
    Profile profile) {
  /** Whose definition. */
  public enum Profile {
    /** The ranges of the paper, the aspect drawn evenly in its logarithm, as torchvision does. */
    PAPER,
    /** The aspect drawn evenly, width and height exchanged every second time: MXNet's iterator. */
    GLUONCV
  }

  /** Checks the ranges. */
  public RandomResizedCropConfig {
    if (!(minArea > 0 && minArea <= 1)) {
      throw new IllegalArgumentException("minArea must be above 0 and at most 1, not " + minArea);
    }
    if (!(maxArea >= minArea && maxArea <= 1)) {
      throw new IllegalArgumentException("maxArea must be from minArea to 1, not " + maxArea);
    }
    if (!(minAspect > 0 && minAspect < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("minAspect must be positive and finite, not " + minAspect);
    }
    if (!(maxAspect >= minAspect && maxAspect < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "maxAspect must be finite and at least minAspect, not " + maxAspect);
    }
  }

  /** The paper's: 8 % to all of the area, 3:4 to 4:3. */
  public static RandomResizedCropConfig defaults() {
    return new RandomResizedCropConfig(
        0.08, 1, 0.75, 4 / 3.0, Interpolation.BILINEAR, Profile.PAPER);
  }
}
