package io.bagoftricks.api.image;

import io.bagoftricks.api.Pixels;

/**
 * Brightness, contrast, saturation and sharpness by a factor: {@code plain + factor (pixel -
 * plain)}, where {@code plain} is an image without any. 1 changes nothing, 0 gives the plain image,
 * above 1 is more than there was. Results are clipped to 0 to 255.
 *
 * <p>The definitions of Pillow's {@code ImageEnhance}, torchvision's {@code adjust_...} and MXNet's
 * {@code ColorJitter}, without the rounding to bytes.
 *
 * @since 0.1
 */
public final class Enhance {
  private Enhance() {}

  /**
   * Scales every value; the plain image is black.
   *
   * @param pixels changed in place
   * @param factor finite, at least 0
   */
  public static void brightness(Pixels pixels, double factor) {
    blendWith(pixels, 0, checked(factor));
  }

  /**
   * Moves every value away from the mean {@link Luma} of the image, or towards it.
   *
   * @param pixels changed in place
   * @param factor finite, at least 0
   */
  public static void contrast(Pixels pixels, double factor) {
    float by = checked(factor);
    blendWith(pixels, (float) ((1 - by) * Luma.mean(pixels)), by);
  }

  /**
   * Moves every pixel away from its own {@link Luma}, or towards it. A gray image stays as it is.
   *
   * @param pixels changed in place
   * @param factor finite, at least 0
   */
  public static void saturation(Pixels pixels, double factor) {
    float by = checked(factor);
    if (pixels.channels() != 3) {
      return;
    }
    float[] red = pixels.plane(0);
    float[] green = pixels.plane(1);
    float[] blue = pixels.plane(2);
    for (int i = 0; i < red.length; i++) {
      float gray = (1 - by) * Luma.of(red[i], green[i], blue[i]);
      red[i] = clip(gray + by * red[i]);
      green[i] = clip(gray + by * green[i]);
      blue[i] = clip(gray + by * blue[i]);
    }
  }

  /**
   * Moves every pixel away from the mean of its neighborhood of 3x3, or towards it. The center
   * counts five times (Pillow's filter SMOOTH, {@code [1 1 1; 1 5 1; 1 1 1] / 13}); pixels at the
   * edge stay as they are.
   *
   * @param pixels changed in place
   * @param factor finite, at least 0
   */
  public static void sharpness(Pixels pixels, double factor) {
    float by = checked(factor);
    int height = pixels.size().height();
    int width = pixels.size().width();
    if (height < 3 || width < 3) {
      return;
    }
    float[] above = new float[width];
    float[] here = new float[width];
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      System.arraycopy(plane, 0, above, 0, width);
      for (int y = 1; y < height - 1; y++) {
        System.arraycopy(plane, y * width, here, 0, width);
        sharpen(plane, y * width, above, here, by);
        float[] next = above;
        above = here;
        here = next;
      }
    }
  }

  /** One row, given what it and the one above were before. */
  private static void sharpen(float[] plane, int row, float[] above, float[] here, float by) {
    int width = here.length;
    for (int x = 1; x < width - 1; x++) {
      int below = row + width + x;
      float sum =
          above[x - 1]
              + above[x]
              + above[x + 1]
              + here[x - 1]
              + 5 * here[x]
              + here[x + 1]
              + plane[below - 1]
              + plane[below]
              + plane[below + 1];
      float smooth = sum / 13;
      plane[row + x] = clip(smooth + by * (here[x] - smooth));
    }
  }

  private static void blendWith(Pixels pixels, float added, float by) {
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = clip(added + by * plane[i]);
      }
    }
  }

  private static float checked(double factor) {
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("A factor is finite and at least 0, not " + factor);
    }
    return (float) factor;
  }

  private static float clip(float value) {
    return Math.max(0, Math.min(255, value));
  }
}
