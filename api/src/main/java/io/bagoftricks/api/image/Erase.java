package io.bagoftricks.api.image;

import io.bagoftricks.api.Pixels;
import java.util.function.IntToDoubleFunction;

/**
 * Hides a rectangle of whole pixels.
 *
 * @since 0.1
 */
public final class Erase {
  private Erase() {}

  /**
   * Fills a rectangle; what lies outside the image is left out.
   *
   * @param pixels changed in place
   * @param top the first row
   * @param left the first column
   * @param height rows
   * @param width columns
   * @param values from the channel to a value, 0 to 255; asked for each pixel, channel by channel
   */
  public static void fill(
      Pixels pixels, int top, int left, int height, int width, IntToDoubleFunction values) {
    int columns = pixels.size().width();
    int firstColumn = Math.max(0, left);
    int endColumn = Math.min(columns, left + width);
    int endRow = Math.min(pixels.size().height(), top + height);
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] plane = pixels.plane(channel);
      for (int row = Math.max(0, top); row < endRow; row++) {
        for (int column = firstColumn; column < endColumn; column++) {
          plane[row * columns + column] = (float) values.applyAsDouble(channel);
        }
      }
    }
  }
}
