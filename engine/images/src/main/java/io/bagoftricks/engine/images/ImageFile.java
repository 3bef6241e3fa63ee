package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * An encoded image, wherever it lies; its text says where. Nothing of it is read before it is
 * opened, and many threads may open it at once.
 */
public interface ImageFile {
  /** Its length in bytes. */
  long size() throws IOException;

  /** Opens it; the caller closes it. Of an archive that packs it, all of it is in memory then. */
  SeekableByteChannel open() throws IOException;

  /**
   * The picture that it is.
   *
   * @throws IOException if it is none that can be read; the message is a sentence
   */
  default Picture picture(ImageDecoder decoder) throws IOException {
    return decoder.picture(this);
  }

  /**
   * All of its bytes; empty where they are pixels, and no file of a format.
   *
   * @throws IOException if they cannot be read, or are too many; the message is a sentence
   */
  default Optional<ByteBuffer> bytes(ImageDecoder decoder) throws IOException {
    return Optional.of(decoder.bytes(this));
  }
}
