package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.BytesChannel;
import io.bagoftricks.engine.images.ImageFile;
import io.bagoftricks.engine.images.SystemFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Files;

/**
 * A file in a zip file, which must be in use when it is read.
 *
 * @param path in it, with a slash in front
 */
record ZippedFile(ZipArchive archive, String path) implements ImageFile {
  @Override
  public long size() throws IOException {
    return Files.size(archive.path(path));
  }

  @Override
  public SeekableByteChannel open() throws IOException {
    int length = Math.toIntExact(size());
    byte[] bytes = archive.room(length);
    int read;
    boolean isLonger;
    try (InputStream in = Files.newInputStream(archive.path(path))) {
      read = in.readNBytes(bytes, 0, length);
      isLonger = in.read() >= 0;
    } catch (ClosedFileSystemException e) {
      throw new IOException("Its zip file was closed while it was read.", e);
    } catch (IOException e) {
      throw SystemFaultException.unlessOfBytes(toString(), e);
    }
    if (read < length || isLonger) {
      throw new IOException("It is damaged: its length is another than its archive says.");
    }
    return new BytesChannel(ByteBuffer.wrap(bytes, 0, length), () -> archive.giveBack(bytes));
  }

  @Override
  public String toString() {
    return archive + "!" + path;
  }
}
