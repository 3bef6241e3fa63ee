package io.bagoftricks.api.image;

import io.bagoftricks.api.Pixels;
import java.util.Arrays;

/**
 * Hides a rectangle of whole pixels.
 *
 * @since 0.1
 */
public final class Erase {
  private Erase() {}

  /**
   * Fills a rectangle with a color; what lies outside the image is left out.
   *
   * @param pixels changed in place
   * @param top the first row
   * @param left the first column
   * @param height rows
   * @param width columns
   * @param color what is put there
   */
  public static void fill(Pixels pixels, int top, int left, int height, int width, Rgb color) {
    int columns = pixels.size().width();
    int firstRow = Math.max(0, top);
    int lastRow = Math.min(pixels.size().height(), top + height);
    int firstColumn = Math.max(0, left);
    int lastColumn = Math.min(columns, left + width);
    if (firstColumn >= lastColumn) {
      return;
    }
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float value = color.of(channel, pixels.channels());
      float[] plane = pixels.plane(channel);
      for (int row = firstRow; row < lastRow; row++) {
        Arrays.fill(plane, row * columns + firstColumn, row * columns + lastColumn, value);
      }
    }
  }
}
