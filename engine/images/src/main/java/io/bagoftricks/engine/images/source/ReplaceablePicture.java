package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.PixelBuffer;
import io.bagoftricks.api.data.ReplacedException;
import io.bagoftricks.api.network.Size;
import java.io.IOException;

/**
 * A picture of a file in whose place another can be put.
 *
 * @param others is told that it cannot be decoded, or not be used this time
 */
public record ReplaceablePicture(Picture picture, Others others) implements Picture {
  /** Those that stand in for a file. */
  public interface Others {
    /**
     * Notes that the file is not an image.
     *
     * @throws IOException if there are too many of them
     */
    void insteadOf(IOException reason) throws IOException;

    /**
     * A picture that stands in this time for one that is an image; unless there is another way,
     * none does, and the file is as one that is not an image.
     *
     * @throws IOException if there is none
     */
    default Picture thisTime(IOException reason) throws IOException {
      insteadOf(reason);
      throw new ReplacedException(reason);
    }
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
      others.insteadOf(e);
      throw new ReplacedException(e);
    }
  }

  @Override
  public Picture refuse(IOException reason) throws IOException {
    return others.thisTime(reason);
  }

  @Override
  public void close() {
    picture.close();
  }
}
