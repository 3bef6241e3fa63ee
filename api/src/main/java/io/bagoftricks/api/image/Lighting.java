package io.bagoftricks.api.image;

import io.bagoftricks.api.Pixels;

/**
 * Shifts colors along the principal components of the colors of ImageNet: to each pixel is added
 * {@code sum over k of vector[k] * value[k] * alpha[k]}, one color for the whole image.
 *
 * <p>Krizhevsky et al. 2012 (<i>ImageNet classification with deep convolutional neural
 * networks</i>, section 4.1); the eigenvalues and eigenvectors of fb.resnet.torch and MXNet on the
 * scale 0 to 255: 55.46, 4.794, 1.148. Nothing is clipped, as in the former; the iterator of MXNet
 * clips.
 *
 * @since 0.1
 */
public final class Lighting {
  private static final double[] VALUES = {55.46, 4.794, 1.148};
  private static final double[][] VECTORS = {
    {-0.5675, 0.7192, 0.4009}, {-0.5808, -0.0045, -0.8140}, {-0.5836, -0.6948, 0.4203}
  };

  private Lighting() {}

  /**
   * {@return the color that is added}
   *
   * @param first the coefficient of the largest component
   * @param second the coefficient of the second
   * @param third the coefficient of the smallest
   */
  public static Rgb shift(double first, double second, double third) {
    return new Rgb(
        shift(VECTORS[0], first, second, third),
        shift(VECTORS[1], first, second, third),
        shift(VECTORS[2], first, second, third));
  }

  private static double shift(double[] row, double first, double second, double third) {
    return row[0] * VALUES[0] * first + row[1] * VALUES[1] * second + row[2] * VALUES[2] * third;
  }

  /**
   * Adds a color to each pixel; to a gray image its luma.
   *
   * @param pixels changed in place
   * @param color what is added; channels may be negative
   */
  public static void add(Pixels pixels, Rgb color) {
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float added = color.of(channel, pixels.channels());
      float[] plane = pixels.plane(channel);
      for (int i = 0; i < plane.length; i++) {
        plane[i] += added;
      }
    }
  }
}
