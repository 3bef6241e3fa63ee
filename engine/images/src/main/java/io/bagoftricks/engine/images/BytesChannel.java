package io.bagoftricks.engine.images;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A channel over bytes in memory, to be read. */
public final class BytesChannel implements SeekableByteChannel {
  private final ByteBuffer bytes;
  private final Runnable closed;
  private long position;
  private boolean open = true;

  /** Over the bytes that remain in a buffer, which are not copied. */
  public BytesChannel(ByteBuffer bytes) {
    this(bytes, () -> {});
  }

  /**
   * The same.
   *
   * @param closed is run when it is closed, once
   */
  public BytesChannel(ByteBuffer bytes, Runnable closed) {
    this.bytes = bytes.slice();
    this.closed = closed;
  }

  @Override
  public int read(ByteBuffer to) throws ClosedChannelException {
    checkOpen();
    if (position >= bytes.limit()) {
      return -1;
    }
    int length = (int) Math.min(to.remaining(), bytes.limit() - position);
    to.put(bytes.slice((int) position, length));
    position += length;
    return length;
  }

  @Override
  public long position() throws ClosedChannelException {
    checkOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws ClosedChannelException {
    checkOpen();
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    checkOpen();
    return bytes.limit();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      closed.run();
    }
  }

  private void checkOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
