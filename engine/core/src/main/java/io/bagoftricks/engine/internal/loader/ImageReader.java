package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.ReplacedException;
import java.io.IOException;

/** Reads an image of a data set without decoding more of it than its user needs. */
public final class ImageReader {
  private ImageReader() {}

  /** Makes something of an image. */
  public interface Use<S, T> {
    /**
     * Makes it.
     *
     * @throws IOException if the image cannot be decoded
     */
    T of(S image) throws IOException;
  }

  /**
   * Makes something of an image.
   *
   * @param undecoded makes it where the data set has a picture, which is closed then; is called
   *     again where another picture has taken its place
   * @param decoded makes it where the data set has none
   * @throws IOException if the image cannot be read
   */
  public static <T> T read(
      Dataset images, int index, Use<Picture, T> undecoded, Use<Image, T> decoded)
      throws IOException {
    while (true) {
      try (Picture picture = images.picture(index).orElse(null)) {
        return picture == null ? decoded.of(images.read(index)) : undecoded.of(picture);
      } catch (ReplacedException e) {
        // by another one, which is there now
      }
    }
  }
}
