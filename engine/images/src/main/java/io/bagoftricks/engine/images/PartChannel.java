package io.bagoftricks.engine.images;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A part of a file, to be read. */
public final class PartChannel implements SeekableByteChannel {
  private final String name;
  private final FileChannel file;
  private final long start;
  private final long size;
  private long position;

  /**
   * A part of a file, which is closed with it.
   *
   * @param name of the part, for messages
   */
  PartChannel(String name, FileChannel file, long start, long size) {
    this.name = name;
    this.file = file;
    this.start = start;
    this.size = size;
  }

  /** Opens a part of a file. */
  public static PartChannel open(String name, Path file, long start, long size) throws IOException {
    try {
      return new PartChannel(name, FileChannel.open(file, StandardOpenOption.READ), start, size);
    } catch (IOException e) {
      throw SystemFaultException.unlessOfOneFile(name, e);
    }
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    if (position >= size) {
      return -1;
    }
    int limit = to.limit();
    to.limit(to.position() + (int) Math.min(to.remaining(), size - position));
    try {
      int read = file.read(to, start + position);
      position += Math.max(0, read);
      return read;
    } catch (IOException e) {
      throw new SystemFaultException(name, e);
    } finally {
      to.limit(limit);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
