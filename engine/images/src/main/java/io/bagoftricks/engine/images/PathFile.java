package io.bagoftricks.engine.images;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of a folder. */
public record PathFile(Path path) implements ImageFile {
  @Override
  public long size() throws IOException {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw SystemFaultException.unlessOfOneFile(toString(), e);
    }
  }

  @Override
  public SeekableByteChannel open() throws IOException {
    return PartChannel.open(toString(), path, 0, size());
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
