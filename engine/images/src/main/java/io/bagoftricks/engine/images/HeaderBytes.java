package io.bagoftricks.engine.images;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbers at any place of a file, a few kilobytes of which are in memory. */
final class HeaderBytes {
  private static final int WINDOW = 4096;

  private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW);
  private @Nullable SeekableByteChannel channel;
  private long start;

  /** Looks at a file from now on. */
  HeaderBytes of(SeekableByteChannel newChannel) {
    channel = newChannel;
    window.clear().limit(0);
    start = 0;
    return this;
  }

  /**
   * A byte, from 0 to 255.
   *
   * @throws EOFException behind the end
   */
  int at(long place) throws IOException {
    if (place < start || place >= start + window.limit()) {
      window.clear();
      start = place;
      channel().position(place);
      while (window.hasRemaining() && channel().read(window) >= 0) {
        // until the window is full or the file at its end
      }
      window.flip();
    }
    if (window.limit() == 0) {
      throw new EOFException("It is cut off: its header ends in the middle.");
    }
    return Byte.toUnsignedInt(window.get((int) (place - start)));
  }

  /** The first bytes, so many or as many as there are. */
  byte[] first(int most) throws IOException {
    byte[] first = new byte[(int) Math.min(most, size())];
    for (int i = 0; i < first.length; i++) {
      first[i] = (byte) at(i);
    }
    return first;
  }

  /** How many bytes the file has. */
  long size() throws IOException {
    return channel().size();
  }

  private SeekableByteChannel channel() {
    return Objects.requireNonNull(channel, "no file is looked at");
  }

  /** An unsigned number of at most 4 bytes. */
  long number(long place, int bytes, ByteOrder order) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      int next = at(place + (order == ByteOrder.BIG_ENDIAN ? i : bytes - 1 - i));
      number = number << Byte.SIZE | next;
    }
    return number;
  }

  /** Whether the file has these characters at a place, each a byte. */
  boolean has(long place, String text) throws IOException {
    byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < expected.length; i++) {
      if (place + i >= channel().size() || at(place + i) != Byte.toUnsignedInt(expected[i])) {
        return false;
      }
    }
    return true;
  }
}
