package io.bagoftricks.api.network;

/**
 * A height and a width, in pixels.
 *
 * @param height in pixels, not negative
 * @param width in pixels, not negative
 * @since 0.1
 */
public record Size(int height, int width) {
  /**
   * Checks that neither is negative; zero occurs only as padding.
   *
   * @param height in pixels, not negative
   * @param width in pixels, not negative
   */
  public Size {
    if (height < 0 || width < 0) {
      throw new IllegalArgumentException("A size is not negative: " + height + "x" + width);
    }
  }

  /**
   * {@return a square}
   *
   * @param side height and width, in pixels
   */
  public static Size of(int side) {
    return new Size(side, side);
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
