package io.bagoftricks.api.image;

import io.bagoftricks.api.Pixels;

/**
 * How light a color is: {@code 0.299 red + 0.587 green + 0.114 blue} (ITU-R BT.601), the weights of
 * Pillow's mode L, torchvision, MXNet and OpenCV. A gray image is its own luma.
 *
 * @since 0.1
 */
public final class Luma {
  static final float RED = 0.299f;
  static final float GREEN = 0.587f;
  static final float BLUE = 0.114f;

  private Luma() {}

  /**
   * {@return the luma of a color, on the scale of its channels}
   *
   * @param red on any scale
   * @param green on the same
   * @param blue on the same
   */
  public static float of(float red, float green, float blue) {
    return RED * red + GREEN * green + BLUE * blue;
  }

  /**
   * {@return the mean luma of an image, 0 to 255} It is the luma of the mean color, summed in 64
   * bits.
   *
   * @param pixels gray, or red, green, blue
   */
  public static double mean(Pixels pixels) {
    if (pixels.channels() != 3) {
      return mean(pixels.plane(0));
    }
    return RED * mean(pixels.plane(0))
        + GREEN * mean(pixels.plane(1))
        + BLUE * mean(pixels.plane(2));
  }

  private static double mean(float[] plane) {
    // Four sums, none of which waits for another.
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i < plane.length - 3; i += 4) {
      first += plane[i];
      second += plane[i + 1];
      third += plane[i + 2];
      fourth += plane[i + 3];
    }
    for (; i < plane.length; i++) {
      first += plane[i];
    }
    return (first + second + third + fourth) / plane.length;
  }
}
