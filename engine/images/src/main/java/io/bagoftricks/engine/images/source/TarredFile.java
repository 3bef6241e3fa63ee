package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.ImageFile;
import io.bagoftricks.engine.images.PartChannel;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/**
 * A file in a tar file, which lies there as it is.
 *
 * @param name in the tar file
 * @param offset of its first byte
 */
record TarredFile(Path tar, String name, long offset, long size) implements ImageFile {
  @Override
  public SeekableByteChannel open() throws IOException {
    return PartChannel.open(toString(), tar, offset, size);
  }

  @Override
  public String toString() {
    return tar + "!/" + name;
  }
}
