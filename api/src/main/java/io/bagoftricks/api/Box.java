package io.bagoftricks.api;

/**
 * A rectangle of an image in pixels; it may reach beyond the image, where pixels are zero.
 *
 * @param top distance of its upper edge from the image's
 * @param left distance of its left edge from the image's
 * @param height of the rectangle
 * @param width of the rectangle
 * @since 0.1
 */
public record Box(double top, double left, double height, double width) {
  /**
   * Checks that it has an extent.
   *
   * @param top in pixels from the image's upper edge; negative above it
   * @param left in pixels from the image's left edge; negative beside it
   * @param height in pixels, positive
   * @param width in pixels, positive
   */
  public Box {
    if (!(height > 0 && width > 0) || !Double.isFinite(top + left + height + width)) {
      throw new IllegalArgumentException(
          "A box has a positive, finite extent: " + height + "x" + width);
    }
  }
}
