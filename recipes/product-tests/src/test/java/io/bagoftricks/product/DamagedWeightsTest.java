package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong bytes in the weights of a run: nobody takes them. */
final class DamagedWeightsTest {
  @TempDir private static Path folder;
  private static Path run;
  private static Path recipe;
  private static Path image;
  private static CommandLineRun trained;
  private static byte[] weights;
  private static byte[] result;

  @BeforeAll
  static void train() throws IOException {
    recipe = KillableRun.recipe(folder);
    run = folder.resolve("run");
    trained =
        command(
            "train",
            recipe.toString(),
            "--output",
            run.toString(),
            "--backend",
            TinyRuns.BACKEND_ID);
    assertThat(trained.code()).describedAs(trained.err()).isZero();
    weights = Files.readAllBytes(run.resolve("weights.safetensors"));
    result = Files.readAllBytes(run.resolve("result.json"));
    image = Checkout.recipe("quickstart"); // looked at after the weights
  }

  @AfterEach
  void putBack() throws IOException {
    Files.write(run.resolve("weights.safetensors"), weights);
    Files.write(run.resolve("result.json"), result);
  }

  private static CommandLineRun command(String... arguments) {
    return CommandLineRun.of(arguments);
  }

  static Stream<List<String>> readers() {
    return Stream.of(
        List.of("eval", "RUN"),
        List.of("predict", "RUN", "IMAGE"),
        List.of("export", "RUN", "--format", "onnx", "--output", "OUT"),
        List.of("export", "RUN", "--format", "safetensors", "--output", "OUT"),
        List.of("train", "--resume", "RUN"),
        List.of(
            "train",
            "RECIPE",
            "--output",
            "OUT",
            "--set",
            "model.weights=RUN/weights.safetensors"));
  }

  private static CommandLineRun read(List<String> reader) {
    return command(
        reader.stream()
            .map(
                word ->
                    word.replace("RUN", run.toString())
                        .replace("IMAGE", image.toString())
                        .replace("RECIPE", recipe.toString())
                        .replace("OUT", folder.resolve("out").toString()))
            .toArray(String[]::new));
  }

  @Test
  void theResultHasTheirHash() throws Exception {
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));

    assertThat(trained.result().get("weightsSha256").asText()).isEqualTo(hash);
    assertThat(new String(result, StandardCharsets.UTF_8)).contains("\"" + hash + "\"");
  }

  /** The last bit of the last value: another number, and as good as any to a reader. */
  @ParameterizedTest
  @MethodSource("readers")
  void oneOtherBitIsFound(List<String> reader) throws IOException {
    byte[] flipped = weights.clone();
    flipped[flipped.length - 4] ^= 1;
    Files.write(run.resolve("weights.safetensors"), flipped);

    CommandLineRun answer = read(reader);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "[run/damaged] This file of a run cannot be used: its bytes are not those that the run"
                + " ended with.");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void anotherHashIsFound(List<String> reader) throws IOException {
    String text = new String(result, StandardCharsets.UTF_8);
    Files.writeString(run.resolve("result.json"), text.replace("\"epochs\":2", "\"epochs\":3"));

    CommandLineRun answer = read(reader);

    if (reader.contains("--resume")) { // comes to its end again
      assertThat(answer.code()).describedAs(answer.err()).isZero();
      assertThat(answer.result().get("epochs").asInt()).isEqualTo(2);
      assertThat(run.resolve("weights.safetensors")).hasBinaryContent(weights);
      return;
    }
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "result.json: [run/damaged] This file of a run cannot be used: its bytes are not");
  }

  @Test
  void noRunStartsFromADamagedCheckpoint() throws IOException {
    Path file = run.resolve("checkpoints/step-00000008/weights.safetensors");
    byte[] whole = Files.readAllBytes(file);
    String[] start = {
      "train",
      recipe.toString(),
      "--backend",
      TinyRuns.BACKEND_ID,
      "--output",
      folder.resolve("out").toString(),
      "--set",
      "model.weights=" + file
    };
    byte[] flipped = whole.clone();
    flipped[flipped.length - 4] ^= 1;
    Files.write(file, flipped);

    CommandLineRun answer = command(start);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains(file + ": [checkpoint/unreadable]");
    assertThat(folder.resolve("out")).doesNotExist();
    Files.write(file, whole);
    assertThat(command(start).code()).isZero();
    Disk.local().delete(folder.resolve("out"));
  }

  /** Ways to be wrong that no hash tells where a file comes from elsewhere. */
  enum Wrong {
    HEADER_IS_SAID_ONE_LONGER("its header ") {
      @Override
      byte[] of(byte[] file) {
        return withLength(file, 1);
      }
    },
    HEADER_IS_SAID_ONE_SHORTER("its header |not JSON|belong to none") {
      @Override
      byte[] of(byte[] file) {
        return withLength(file, -1);
      }
    },
    FLOATS_ARE_SAID_TO_BE_WHOLE_NUMBERS("has whole numbers") {
      @Override
      byte[] of(byte[] file) {
        return with(file, "\"F32\"", "\"I32\"");
      }
    },
    HALVES_ARE_NOT_READ("its type is \"F16\"") {
      @Override
      byte[] of(byte[] file) {
        return with(file, "\"F32\"", "\"F16\"");
      }
    },
    VALUE_IS_NOT_A_NUMBER("has a value that is not finite, NaN at index") {
      @Override
      byte[] of(byte[] file) {
        return withLast(file, Float.NaN);
      }
    },
    VALUE_IS_INFINITE("has a value that is not finite, -Infinity at index") {
      @Override
      byte[] of(byte[] file) {
        return withLast(file, Float.NEGATIVE_INFINITY);
      }
    },
    BYTES_BEHIND_THE_LAST_ARRAY("4 bytes behind its arrays belong to none") {
      @Override
      byte[] of(byte[] file) {
        return Arrays.copyOf(file, file.length + 4);
      }
    };

    private final String reason;

    Wrong(String reason) {
      this.reason = reason;
    }

    abstract byte[] of(byte[] file);

    private static byte[] withLength(byte[] file, int more) {
      byte[] wrong = file.clone();
      ByteBuffer buffer = ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putLong(0, buffer.getLong(0) + more);
      return wrong;
    }

    private static byte[] with(byte[] file, String one, String other) {
      return new String(file, StandardCharsets.ISO_8859_1)
          .replaceFirst(one, other)
          .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] withLast(byte[] file, float value) {
      byte[] wrong = file.clone();
      ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN).putFloat(wrong.length - 4, value);
      return wrong;
    }
  }

  @ParameterizedTest
  @EnumSource
  void noRunStartsFrom(Wrong wrong) throws IOException {
    Path elsewhere = folder.resolve("elsewhere.safetensors");
    Files.write(elsewhere, wrong.of(weights));

    CommandLineRun answer =
        command(
            "train",
            recipe.toString(),
            "--output",
            folder.resolve("out").toString(),
            "--set",
            "model.weights=" + elsewhere);

    assertThat(answer.code()).describedAs(answer.err()).isEqualTo(2);
    assertThat(answer.err()).containsPattern("\\[weights/[a-z]+] .*(" + wrong.reason + ")");
    if (wrong.name().startsWith("VALUE")) {
      assertThat(answer.err()).contains("[weights/unusable] No network can use these weights: ");
    }
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
