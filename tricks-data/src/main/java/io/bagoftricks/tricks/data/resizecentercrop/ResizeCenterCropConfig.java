package io.bagoftricks.tricks.data.resizecentercrop;

import io.bagoftricks.tricks.data.Interpolation;

/**
 * Settings of the preparation for evaluation.
 *
 * @param cropPct the input's side as a share of the resized image's shorter side, above 0 to 1
 * @param interpolation how the image is resized
 * @param testTimeFlip whether the class probabilities of an image and its mirror image are averaged
 */
public record ResizeCenterCropConfig(
    double cropPct, Interpolation interpolation, boolean testTimeFlip) {
  /** Checks the range. */
  public ResizeCenterCropConfig {
    if (!(cropPct > 0 && cropPct <= 1)) {
      throw new IllegalArgumentException("cropPct must be above 0 and at most 1, not " + cropPct);
    }
  }

  /** The paper's: 224 of 256. */
  public static ResizeCenterCropConfig defaults() {
    return new ResizeCenterCropConfig(0.875, Interpolation.BILINEAR, false);
  }
}
