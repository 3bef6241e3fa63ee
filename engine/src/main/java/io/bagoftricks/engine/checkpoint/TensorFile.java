package io.bagoftricks.engine.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.engine.storage.StrictJson;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A file of safetensors, opened to be read. What its header says is checked before it is used. */
public final class TensorFile {
  private static final int LONGEST_HEADER = 64 << 20;
  private static final int BYTES_AT_ONCE = 1 << 20;

  private final Path file;
  private final long start;
  private final Map<String, Entry> entries;

  /**
   * What the header says of an array.
   *
   * @param shape its extents, none for a single value
   * @param offset of its first byte behind the header
   */
  private record Entry(TensorType type, List<Long> shape, long offset) {
    long values() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  private TensorFile(Path file, long start, Map<String, Entry> entries) {
    this.file = file;
    this.start = start;
    this.entries = entries;
  }

  /**
   * Reads the header.
   *
   * @throws IOException if the file cannot be read or is no safetensors file of types that this
   *     version reads, with the reason
   */
  public static TensorFile open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = read(channel, 0, Long.BYTES).getLong();
      if (!(length >= 2 && length <= Math.min(LONGEST_HEADER, channel.size() - Long.BYTES))) {
        throw new IOException(
            "its header is said to have %d bytes, in a file of %d"
                .formatted(length, channel.size()));
      }
      byte[] header = read(channel, Long.BYTES, (int) length).array();
      long start = Long.BYTES + length;
      return new TensorFile(file, start, entries(header, channel.size() - start));
    }
  }

  /** The names of all arrays, sorted, with their shapes. */
  public Map<String, List<Long>> shapes() {
    Map<String, List<Long>> shapes = new TreeMap<>();
    entries.forEach((name, entry) -> shapes.put(name, entry.shape()));
    return Collections.unmodifiableMap(shapes);
  }

  /**
   * Reads an array; the caller owns it.
   *
   * @throws IOException if the file ends too early or cannot be read
   * @throws IllegalArgumentException if there is no array of that name
   */
  public INDArray read(String name) throws IOException {
    Entry entry =
        Optional.ofNullable(entries.get(name))
            .orElseThrow(() -> new IllegalArgumentException(file + " has no array '" + name + "'"));
    int values = Math.toIntExact(entry.values());
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

  private void inParts(Entry entry, Part part) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int atOnce = BYTES_AT_ONCE / entry.type().bytes();
      int values = (int) entry.values();
      for (int at = 0; at < values; at += atOnce) {
        int count = Math.min(atOnce, values - at);
        long position = start + entry.offset() + (long) at * entry.type().bytes();
        part.get(read(channel, position, count * entry.type().bytes()), at, count);
      }
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException(
            "it ends after %d bytes, where %d more are expected"
                .formatted(channel.size(), position + bytes - channel.size()));
      }
    }
    return buffer.flip();
  }

  private static Map<String, Entry> entries(byte[] header, long dataBytes) throws IOException {
    JsonNode json;
    try {
      json = StrictJson.tree(new String(header, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IOException("its header is no JSON: " + e.getOriginalMessage(), e);
    }
    Map<String, Entry> entries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      if (!each.getKey().equals("__metadata__")) {
        entries.put(each.getKey(), entry(each.getKey(), each.getValue(), dataBytes));
      }
    }
    return entries;
  }

  private static Entry entry(String name, JsonNode json, long dataBytes) throws IOException {
    try {
      List<Long> shape = new ArrayList<>();
      for (JsonNode extent : json.required("shape")) {
        shape.add(whole(extent));
      }
      long from = whole(json.required("data_offsets").required(0));
      long to = whole(json.required("data_offsets").required(1));
      Entry entry =
          new Entry(TensorType.valueOf(json.required("dtype").asText()), List.copyOf(shape), from);
      if (to - from != Math.multiplyExact(entry.values(), entry.type().bytes())) {
        throw new IllegalArgumentException("its bytes are not those of its shape");
      }
      if (to > dataBytes) {
        throw new IllegalArgumentException(
            "it should end at byte %d of %d".formatted(to, dataBytes));
      }
      return entry;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("array '" + name + "' is not readable: " + e.getMessage(), e);
    }
  }

  private static long whole(JsonNode number) {
    if (!number.canConvertToLong() || !number.isIntegralNumber() || number.asLong() < 0) {
      throw new IllegalArgumentException(number + " is no extent");
    }
    return number.asLong();
  }
}
