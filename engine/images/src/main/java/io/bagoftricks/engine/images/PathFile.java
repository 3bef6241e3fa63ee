package io.bagoftricks.engine.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of a folder, or of a zip file.
 *
 * @param path of the default file system, or of the one that the zip file is
 */
record PathFile(Path path) implements ImageFile {
  @Override
  public long size() throws IOException {
    return Files.size(path);
  }

  @Override
  public SeekableByteChannel open() throws IOException {
    if (path.getFileSystem() == FileSystems.getDefault()) {
      return FileChannel.open(path, StandardOpenOption.READ);
    }
    int length = Math.toIntExact(size());
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length || in.read() >= 0) {
        throw new IOException("It is damaged: its length is another than its archive says.");
      }
      return new BytesChannel(ByteBuffer.wrap(bytes));
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
