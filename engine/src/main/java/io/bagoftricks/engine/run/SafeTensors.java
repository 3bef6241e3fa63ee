package io.bagoftricks.engine.run;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.Weights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Writes weights as safetensors: eight bytes little-endian header length, a JSON header of names,
 * types, shapes and offsets, then the values. Parameters and running statistics carry the names
 * that timm gives them; all are float32.
 */
final class SafeTensors {
  private SafeTensors() {}

  static void write(Weights weights, Path file) throws IOException {
    Map<String, INDArray> tensors = tensors(weights);
    byte[] header = header(tensors);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      byte[] length = new byte[Long.BYTES];
      little(length).putLong(header.length);
      out.write(length);
      out.write(header);
      for (INDArray tensor : tensors.values()) {
        float[] values = tensor.reshape(tensor.length()).toFloatVector();
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        little(bytes).asFloatBuffer().put(values);
        out.write(bytes);
      }
    }
  }

  private static Map<String, INDArray> tensors(Weights weights) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    ParameterLayout layout = weights.layout();
    for (Network.Vertex vertex : weights.network().vertices()) {
      vertex.parameters().forEach(p -> tensors.put(p.name(), weights.parameter(p.name())));
      ParameterLayout.StatisticsSlice slice = layout.statistics().get(vertex.name());
      if (slice != null) {
        tensors.put(vertex.name() + ".running_mean", statistics(weights, slice, 0));
        tensors.put(vertex.name() + ".running_var", statistics(weights, slice, slice.channels()));
      }
    }
    return tensors;
  }

  private static INDArray statistics(
      Weights weights, ParameterLayout.StatisticsSlice slice, int skip) {
    long from = slice.offset() + skip;
    return weights.statistics().get(NDArrayIndex.interval(from, from + slice.channels()));
  }

  private static byte[] header(Map<String, INDArray> tensors) {
    StringJoiner entries = new StringJoiner(",", "{", "}");
    entries.add("\"__metadata__\":{\"format\":\"pt\"}");
    long offset = 0;
    for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
      long end = offset + tensor.getValue().length() * Float.BYTES;
      List<Long> shape = Arrays.stream(tensor.getValue().shape()).boxed().toList();
      entries.add(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(tensor.getKey(), shape, offset, end));
      offset = end;
    }
    StringBuilder header = new StringBuilder(entries.toString());
    // The format wants the values to start at a multiple of eight.
    while (header.length() % Long.BYTES != 0) {
      header.append(' ');
    }
    return header.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
