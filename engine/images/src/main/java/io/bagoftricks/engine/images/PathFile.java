package io.bagoftricks.engine.images;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of a folder. */
record PathFile(Path path) implements ImageFile {
  @Override
  public long size() throws IOException {
    return Files.size(path);
  }

  @Override
  public SeekableByteChannel open() throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
