package io.bagoftricks.api;

/**
 * How pixels are computed when an image is resized.
 *
 * @since 0.1
 */
public enum Filter {
  /** The nearest source pixel. */
  NEAREST,
  /** Linear between the four nearest pixel centers. */
  BILINEAR
}
