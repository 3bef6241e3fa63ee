package io.bagoftricks.engine.internal.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One file in the IDX format of MNIST, plain or compressed with gzip: a magic number that says how
 * many axes there are, the extent of each, then the unsigned bytes. Format: <a
 * href="http://yann.lecun.com/exdb/mnist/">The MNIST database</a>.
 *
 * @param name for messages
 */
record IdxFile(String name, Origin origin) {
  private static final int UNSIGNED_BYTES = 0x08 << 8;
  private static final int GZIP_MAGIC = 0x1F8B;

  /** Deflate makes at most 258 bytes of two bits. */
  private static final int MOST_EXPANSION = 1032;

  /** Where the bytes are. */
  interface Origin {
    InputStream open() throws IOException;

    /** How many there are, compressed or not. */
    default long length() throws IOException {
      return Long.MAX_VALUE;
    }
  }

  /** A file on disk. */
  private record OnDisk(Path path) implements Origin {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public long length() throws IOException {
      return Files.size(path);
    }
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  /** A file on disk. */
  static IdxFile of(Path path) {
    return new IdxFile(path.toString(), new OnDisk(path));
  }

  /**
   * The extents, read from the header alone.
   *
   * @throws IOException if this is not an IDX file of unsigned bytes with so many axes
   */
  int[] extents(int axes) throws IOException {
    return read(in -> header(in, axes));
  }

  /**
   * The values.
   *
   * @throws IOException if this is not an IDX file of unsigned bytes with so many axes, or if it
   *     holds fewer or more bytes than its header says
   */
  byte[] bytes(int axes) throws IOException {
    return read(
        in -> {
          int[] extents = header(in, axes);
          int length = Arrays.stream(extents).reduce(1, Math::multiplyExact);
          if (length / MOST_EXPANSION > origin.length()) {
            throw new EOFException();
          }
          byte[] bytes = memory(length);
          in.readFully(bytes);
          if (in.read() >= 0) {
            throw new IOException(
                String.format(
                    Locale.ROOT,
                    "%s holds more bytes than its header says (%d after the header). Fetch it again.",
                    name,
                    length));
          }
          return bytes;
        });
  }

  /** At once, so that a file that is too large fills no memory before it is refused. */
  private byte[] memory(int length) throws IOException {
    try {
      return new byte[length];
    } catch (OutOfMemoryError e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds %d MiB, for which the Java heap of %d MiB has no room. Start with a larger one (TRICKS_JAVA_OPTS=-Xmx8g).",
              name,
              length >> 20,
              Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  private int[] header(DataInputStream in, int axes) throws IOException {
    int magic = in.readInt();
    int expected = UNSIGNED_BYTES + axes;
    if (magic != expected) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s starts with 0x%08x, but %s in the IDX format start with 0x%08x. Is it another file?",
              name,
              magic,
              axes == 1 ? "labels" : "images",
              expected));
    }
    int[] extents = new int[axes];
    long bytes = 1;
    for (int axis = 0; axis < axes; axis++) {
      extents[axis] = in.readInt();
      if (extents[axis] < 1 || extents[axis] > Integer.MAX_VALUE / bytes) {
        throw new IOException(
            String.format(
                    Locale.ROOT,
                    "%s declares the extent %d for axis %d, but extents are positive and a file has at most",
                    name,
                    Integer.toUnsignedLong(extents[axis]),
                    axis)
                + " 2 GiB. It is damaged: fetch it again.");
      }
      bytes *= extents[axis];
    }
    return extents;
  }

  private <T> T read(Reading<T> reading) throws IOException {
    try (InputStream raw = new BufferedInputStream(origin.open());
        DataInputStream in = new DataInputStream(decompressed(raw))) {
      return reading.from(in);
    } catch (EOFException e) {
      throw new IOException(
          name
              + " is truncated: it ends before the bytes that its header declares. Fetch it again.",
          e);
    } catch (ZipException e) {
      throw new IOException(name + " is damaged: " + e.getMessage() + ". Fetch it again.", e);
    }
  }

  private static InputStream decompressed(InputStream raw) throws IOException {
    raw.mark(2);
    int magic = raw.read() << 8 | raw.read();
    raw.reset();
    return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(raw)) : raw;
  }
}
