package io.bagoftricks.engine.internal.tensorfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class TensorFileTest {
  @TempDir private Path folder;

  /** By the format's own description, github.com/huggingface/safetensors, "Format". */
  @Test
  void writesTheBytesThatTheFormatSays() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TensorWriter.write(Map.of("a\"b", Nd4j.createFromArray(new float[][] {{1, -2}})), out);

    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\\\"b\":{\"dtype\":\"F32\",\"shape\":[1, 2],\"data_offsets\":[0,8]}}";
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    assertThat(length % 8).isZero();
    byte[] text = new byte[length];
    bytes.get(text);
    assertThat(new String(text, StandardCharsets.UTF_8).strip()).isEqualTo(header);
    assertThat(bytes.getFloat()).isEqualTo(1);
    assertThat(bytes.getFloat()).isEqualTo(-2);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void readsEveryBitBack() throws IOException {
    Random random = new Random(3);
    float[] many = new float[300_000]; // more than one part
    for (int i = 0; i < many.length; i++) {
      many[i] = Float.intBitsToFloat(random.nextInt());
    }
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("many", Nd4j.createFromArray(many).reshape(3, 100, 1000));
    tensors.put("column-major", Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f, 6f).reshape('f', 2, 3));
    tensors.put("doubles", Nd4j.createFromArray(Math.PI, -0.0, Double.MIN_VALUE));
    tensors.put("ints", Nd4j.createFromArray(1, Integer.MIN_VALUE));
    tensors.put("longs", Nd4j.createFromArray(1L, Long.MIN_VALUE));
    tensors.put("single", Nd4j.scalar(5f));
    TensorFile file = TensorFile.open(write(tensors));

    assertThat(file.shapes()).containsEntry("many", List.of(3L, 100L, 1000L));
    assertThat(bits(file.read("many"))).isEqualTo(bits(tensors.get("many")));
    assertThat(file.read("column-major")).isEqualTo(tensors.get("column-major").dup('c'));
    assertThat(file.read("doubles").toDoubleVector())
        .containsExactly(Math.PI, -0.0, Double.MIN_VALUE);
    assertThat(file.read("ints").toIntVector()).containsExactly(1, Integer.MIN_VALUE);
    assertThat(file.read("longs").toLongVector()).containsExactly(1L, Long.MIN_VALUE);
    assertThat(file.read("single").shape()).isEmpty();
    assertThat(file.read("single").getFloat(0)).isEqualTo(5);
  }

  @Test
  void refusesTypesThatItCannotKeep() {
    INDArray halves = Nd4j.create(DataType.FLOAT16, 2);

    assertThatThrownBy(() -> write(Map.of("halves", halves)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not of HALF");
  }

  /** Never anything but a reason: no other exception, no wrong values. */
  @Test
  void saysSoWhereverAFileEnds() throws IOException {
    Path whole = write(Map.of("a", Nd4j.createFromArray(1f, 2f, 3f)));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut");

    for (int length = 0; length < bytes.length; length++) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> TensorFile.open(cut).read("a"))
          .describedAs("%d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageMatching("it ends after .*|its header .*|array 'a' is not readable: .*");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}|F99",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}|-1 is not an extent",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}|not those of its shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}|byte 16 of 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e99],\"data_offsets\":[0,4]}}|is not an extent",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9],\"data_offsets\":[0,4]}}|overflow",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}|it has the keys [dtype, shape] instead",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"b\":1}}|it has the keys",
        "{\"a\":7}|array 'a'",
        "{\"a\":{},\"a\":{}}|not JSON",
        "nothing|not a JSON object",
        " {\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|not a JSON object",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}\t|not a JSON object",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}{}|not JSON",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}|its type is \"U8\", and those that are read are [F32, F64, I32, I64]",
        "{\"a\":{\"dtype\":7,\"shape\":[1],\"data_offsets\":[0,4]}}|its type is 7",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":{\"b\":1},\"data_offsets\":[0,4]}}|shape must be a list",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}|1.0 is not an extent",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}|where it begins and where it ends",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}|not those of its shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}|4 bytes behind its arrays belong to none",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[1,1]}}|begins at byte 1, where the one before it ends at 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|begins at byte 0, where the one before it ends at 4",
        "{\"__metadata__\":{\"a\":1},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|must hold texts alone",
        "{\"__metadata__\":[],\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|must hold texts alone",
        "{}|4 bytes behind its arrays belong to none"
      })
  void refusesHeadersThatLie(String header, String reason) throws IOException {
    Path file = folder.resolve("lie");
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
      out.write(text);
      out.write(new byte[4]);
    }

    assertThatThrownBy(() -> TensorFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  private Path write(Map<String, INDArray> tensors) throws IOException {
    Path file = folder.resolve("file.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      TensorWriter.write(tensors, out);
    }
    return file;
  }

  private static int[] bits(INDArray array) {
    float[] values = array.reshape(array.length()).toFloatVector();
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
