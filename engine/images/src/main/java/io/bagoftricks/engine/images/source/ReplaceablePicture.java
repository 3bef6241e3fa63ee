package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.data.ReplacedException;
import io.bagoftricks.api.network.Size;
import java.io.IOException;

/**
 * A picture of a file in whose place another can be put.
 *
 * @param refused is told that it cannot be decoded
 */
public record ReplaceablePicture(Picture picture, Refused refused) implements Picture {
  /** Notes that a file is not an image. */
  public interface Refused {
    /**
     * Notes it.
     *
     * @throws IOException if there are too many of them
     */
    void because(IOException reason) throws IOException;
  }

  @Override
  public Size size() {
    return picture.size();
  }

  @Override
  public int channels() {
    return picture.channels();
  }

  @Override
  public Part decode(Cut cut, PixelBuffer buffer) throws IOException {
    try {
      return picture.decode(cut, buffer);
    } catch (IOException e) {
      refused.because(e);
      throw new ReplacedException(e);
    }
  }

  @Override
  public void close() {
    picture.close();
  }
}
