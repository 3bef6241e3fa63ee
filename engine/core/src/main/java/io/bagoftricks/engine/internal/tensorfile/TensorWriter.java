package io.bagoftricks.engine.internal.tensorfile;

import io.bagoftricks.engine.internal.storage.StrictJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes arrays as safetensors: eight bytes little-endian header length, a JSON header of names,
 * types, shapes and offsets, then the values, each array in row-major order.
 */
public final class TensorWriter {
  private static final int VALUES_AT_ONCE = 1 << 16;

  private TensorWriter() {}

  /**
   * Writes arrays in the order of the map.
   *
   * @throws IllegalArgumentException if an array's type is none of float, double, int and long
   */
  public static void write(Map<String, INDArray> tensors, OutputStream out) throws IOException {
    byte[] header = header(tensors);
    byte[] length = new byte[Long.BYTES];
    buffer(length).putLong(header.length);
    out.write(length);
    out.write(header);
    for (INDArray tensor : tensors.values()) {
      write(tensor, out);
    }
  }

  private static void write(INDArray tensor, OutputStream out) throws IOException {
    INDArray flat = tensor.reshape('c', new long[] {tensor.length()});
    switch (TensorType.of(tensor)) {
      case F32 -> {
        float[] values = flat.toFloatVector();
        inParts(
            values.length,
            Float.BYTES,
            out,
            (b, from, n) -> b.asFloatBuffer().put(values, from, n));
      }
      case F64 -> {
        double[] values = flat.toDoubleVector();
        inParts(
            values.length,
            Double.BYTES,
            out,
            (b, from, n) -> b.asDoubleBuffer().put(values, from, n));
      }
      case I32 -> {
        int[] values = flat.toIntVector();
        inParts(
            values.length,
            Integer.BYTES,
            out,
            (b, from, n) -> b.asIntBuffer().put(values, from, n));
      }
      case I64 -> {
        long[] values = flat.toLongVector();
        inParts(
            values.length, Long.BYTES, out, (b, from, n) -> b.asLongBuffer().put(values, from, n));
      }
    }
  }

  /** Puts some of the values, from an index on, into an empty buffer. */
  private interface Part {
    void put(ByteBuffer buffer, int from, int count);
  }

  private static void inParts(int values, int bytesEach, OutputStream out, Part part)
      throws IOException {
    byte[] bytes = new byte[Math.min(values, VALUES_AT_ONCE) * bytesEach];
    ByteBuffer buffer = buffer(bytes);
    for (int from = 0; from < values; from += VALUES_AT_ONCE) {
      int count = Math.min(VALUES_AT_ONCE, values - from);
      part.put(buffer, from, count);
      out.write(bytes, 0, count * bytesEach);
    }
  }

  private static byte[] header(Map<String, INDArray> tensors) {
    StringJoiner entries = new StringJoiner(",", "{", "}");
    entries.add("\"__metadata__\":{\"format\":\"pt\"}");
    long offset = 0;
    for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
      TensorType type = TensorType.of(tensor.getValue());
      long end = offset + tensor.getValue().length() * type.bytes();
      List<Long> shape = Arrays.stream(tensor.getValue().shape()).boxed().toList();
      entries.add(
          String.format(
              Locale.ROOT,
              "%s:{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
              StrictJson.quoted(tensor.getKey()),
              type,
              shape,
              offset,
              end));
      offset = end;
    }
    StringBuilder header = new StringBuilder(entries.toString());
    int bytes = header.toString().getBytes(StandardCharsets.UTF_8).length;
    // The format wants the values to start at a multiple of eight.
    header.append(" ".repeat(Math.floorMod(-bytes, Long.BYTES)));
    return header.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
