package io.bagoftricks.api.image;

/**
 * A color on the scale 0 to 255. Where an image is gray it stands for its {@link Luma}.
 *
 * @param red finite; 0 to 255 where it is not normalized
 * @param green finite; 0 to 255 where it is not normalized
 * @param blue finite; 0 to 255 where it is not normalized
 * @since 0.1
 */
public record Rgb(double red, double green, double blue) {
  /** Black. */
  public static final Rgb BLACK = gray(0);

  /**
   * Checks that it is finite; it may lie beyond 0 to 255, as a normalized image may.
   *
   * @param red 0 to 255
   * @param green 0 to 255
   * @param blue 0 to 255
   */
  public Rgb {
    if (!Double.isFinite(red) || !Double.isFinite(green) || !Double.isFinite(blue)) {
      throw new IllegalArgumentException(
          "A color is finite, not " + red + ", " + green + ", " + blue);
    }
  }

  /**
   * {@return a gray}
   *
   * @param value of each channel, 0 to 255
   */
  public static Rgb gray(double value) {
    return new Rgb(value, value, value);
  }

  /**
   * {@return its value in a channel of an image}
   *
   * @param channel from 0, below {@code channels}
   * @param channels of the image: 3, or 1 for gray
   */
  public float of(int channel, int channels) {
    if (channels != 3) {
      return red == green && green == blue
          ? (float) red
          : Luma.of((float) red, (float) green, (float) blue);
    }
    return (float) (channel == 0 ? red : channel == 1 ? green : blue);
  }
}
