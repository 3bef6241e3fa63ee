package io.bagoftricks.api;

/**
 * How pixels are computed when an image is resized.
 *
 * @since 0.1
 */
public enum Filter {
  /** The nearest source pixel. */
  NEAREST,
  /** Linear between the four nearest pixel centers, however much the image shrinks. */
  BILINEAR,
  /**
   * Linear between pixel centers; where the image shrinks, over as many source pixels as an output
   * pixel covers on both sides: Pillow's BILINEAR, torchvision's with {@code antialias}.
   */
  ANTIALIASED_BILINEAR,
  /**
   * Cubic (Keys 1981, {@code a = -0.5}); where the image shrinks, over as many source pixels as an
   * output pixel covers twice on both sides: Pillow's BICUBIC. Results are clipped to 0 to 255.
   */
  ANTIALIASED_BICUBIC
}
