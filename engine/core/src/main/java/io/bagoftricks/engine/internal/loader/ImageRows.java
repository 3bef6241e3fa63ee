package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Picture.Cut;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.network.Size;
import java.io.IOException;

/**
 * All pixels of an image, row by row: a large picture is never in the Java heap as a whole.
 *
 * @param channels 1 for gray, 3 for red, green, blue
 * @param rows hands them out
 */
public record ImageRows(Size size, int channels, Rows rows) {
  /** Receives a row. */
  public interface Taker {
    /**
     * Takes the next row.
     *
     * @param row values on the scale 0 to 255, [channel][column]; valid until the next call
     */
    void take(float[][] row);
  }

  /** Hands rows out. */
  public interface Rows {
    /**
     * Hands out all rows from top to bottom. It may be called again.
     *
     * @throws IOException if they cannot be decoded
     */
    void each(Taker taker) throws IOException;
  }

  /** Those of an image that is decoded. */
  public static ImageRows of(Image image) {
    int width = image.size().width();
    float[][] row = new float[image.planes().length][width];
    return new ImageRows(
        image.size(),
        row.length,
        taker -> {
          for (int y = 0; y < image.size().height(); y++) {
            for (int channel = 0; channel < row.length; channel++) {
              System.arraycopy(image.planes()[channel], y * width, row[channel], 0, width);
            }
            taker.take(row);
          }
        });
  }

  /**
   * Those of a picture. Some are decoded at once, so that one that cannot be fails here; the others
   * when they are asked for.
   *
   * @param picture is still open when they are
   * @param buffer is where they are decoded to
   * @throws IOException if they cannot be decoded
   */
  public static ImageRows of(Picture picture, PixelBuffer buffer) throws IOException {
    Size size = picture.size();
    PictureRows rows = new PictureRows(picture, Cut.all(size), buffer);
    float[][] row = new float[rows.channels()][size.width()];
    return new ImageRows(
        size,
        row.length,
        taker ->
            rows.each(
                (first, count, pixels, offset, stride) -> {
                  for (int y = 0; y < count; y++) {
                    int from = offset + y * stride;
                    for (int channel = 0; channel < row.length; channel++) {
                      Resample.plane(
                          pixels, from + channel, row.length, row[channel], 0, size.width());
                    }
                    taker.take(row);
                  }
                }));
  }

  /**
   * Hands out all rows from top to bottom. It may be called again.
   *
   * @throws IOException if they cannot be decoded
   */
  public void each(Taker taker) throws IOException {
    rows.each(taker);
  }
}
