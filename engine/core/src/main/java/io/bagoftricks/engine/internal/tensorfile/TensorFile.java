package io.bagoftricks.engine.internal.tensorfile;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A file of safetensors, opened to be read. What its header says is checked before it is used, by
 * all rules of the format: {@link TensorHeader}.
 */
public final class TensorFile {
  private static final int LONGEST_HEADER = 64 << 20;
  private static final int BYTES_AT_ONCE = 1 << 20;

  private final Path file;
  private final long start;
  private final Map<String, TensorHeader.Entry> entries;

  private TensorFile(Path file, long start, Map<String, TensorHeader.Entry> entries) {
    this.file = file;
    this.start = start;
    this.entries = entries;
  }

  /**
   * Reads the header.
   *
   * @throws IOException if the file cannot be read or is not a safetensors file of types that this
   *     version reads, with the reason
   */
  public static TensorFile open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = read(channel, 0, Long.BYTES).getLong();
      if (!(length >= 2 && length <= Math.min(LONGEST_HEADER, channel.size() - Long.BYTES))) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "its header is said to have %d bytes, in a file of %d",
                length,
                channel.size()));
      }
      byte[] header = read(channel, Long.BYTES, (int) length).array();
      long start = Long.BYTES + length;
      return new TensorFile(file, start, TensorHeader.entries(header, channel.size() - start));
    }
  }

  /** The names of all arrays, sorted, with their shapes. */
  public Map<String, List<Long>> shapes() {
    Map<String, List<Long>> shapes = new TreeMap<>();
    entries.forEach((name, entry) -> shapes.put(name, entry.shape()));
    return Collections.unmodifiableMap(shapes);
  }

  /** Whether there is an array of that name, with the type and shape of another. */
  public boolean fits(String name, INDArray other) {
    TensorHeader.Entry entry = entries.get(name);
    return entry != null
        && entry.type().is(other)
        && entry.shape().equals(Arrays.stream(other.shape()).boxed().toList());
  }

  /** Whether the values of an array are floating-point numbers. */
  public boolean isFloating(String name) {
    TensorHeader.Entry entry = entries.get(name);
    return entry != null && entry.type().isFloating();
  }

  /**
   * Reads an array; the caller owns it.
   *
   * @throws IOException if the file ends too early or cannot be read
   * @throws IllegalArgumentException if there is no array of that name
   */
  public INDArray read(String name) throws IOException {
    TensorHeader.Entry entry =
        Optional.ofNullable(entries.get(name))
            .orElseThrow(() -> new IllegalArgumentException(file + " has no array '" + name + "'"));
    int values = (int) entry.values();
    long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
    INDArray flat =
        switch (entry.type()) {
          case F32 -> {
            float[] all = new float[values];
            inParts(entry, (b, at, n) -> b.asFloatBuffer().get(all, at, n));
            yield Nd4j.createFromArray(all);
          }
          case F64 -> {
            double[] all = new double[values];
            inParts(entry, (b, at, n) -> b.asDoubleBuffer().get(all, at, n));
            yield Nd4j.createFromArray(all);
          }
          case I32 -> {
            int[] all = new int[values];
            inParts(entry, (b, at, n) -> b.asIntBuffer().get(all, at, n));
            yield Nd4j.createFromArray(all);
          }
          case I64 -> {
            long[] all = new long[values];
            inParts(entry, (b, at, n) -> b.asLongBuffer().get(all, at, n));
            yield Nd4j.createFromArray(all);
          }
        };
    return flat.reshape('c', shape);
  }

  /** Takes values out of a buffer that holds exactly these. */
  private interface Part {
    void get(ByteBuffer buffer, int at, int count);
  }

  private void inParts(TensorHeader.Entry entry, Part part) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int atOnce = BYTES_AT_ONCE / entry.type().bytes();
      int values = (int) entry.values();
      for (int at = 0; at < values; at += atOnce) {
        int count = Math.min(atOnce, values - at);
        long position = start + entry.from() + (long) at * entry.type().bytes();
        part.get(read(channel, position, count * entry.type().bytes()), at, count);
      }
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException(
            String.format(
                Locale.ROOT,
                "it ends after %d bytes, where %d more are expected",
                channel.size(),
                position + bytes - channel.size()));
      }
    }
    return buffer.flip();
  }
}
