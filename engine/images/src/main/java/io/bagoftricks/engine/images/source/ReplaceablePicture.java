package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.data.ReplacedException;
import io.bagoftricks.api.network.Size;
import java.io.IOException;

/**
 * A picture of a file in whose place another can be put.
 *
 * @param refused is told that it cannot be decoded, or not be used
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
      throw replaced(e);
    }
  }

  @Override
  public void refuse(IOException reason) throws IOException {
    throw replaced(reason);
  }

  private ReplacedException replaced(IOException reason) throws IOException {
    refused.because(reason);
    return new ReplacedException(reason);
  }

  @Override
  public void close() {
    picture.close();
  }
}
