package io.bagoftricks.engine.data;

import io.bagoftricks.api.network.Size;
import java.io.IOException;

/** Labelled images, read in any order by many threads at once. */
public interface Dataset {
  /** The number of images. */
  int size();

  /** The label of an image, from 0. */
  int label(int index);

  /**
   * Decodes an image: freshly allocated planes on the scale 0 to 255.
   *
   * @throws IOException if the image cannot be read or decoded
   */
  Image read(int index) throws IOException;

  /**
   * A decoded image.
   *
   * @param planes one a channel (gray, or red, green, blue), each in row-major order
   */
  @SuppressWarnings("ArrayRecordComponent") // a buffer that is handed over, never compared
  record Image(Size size, float[][] planes) {}
}
