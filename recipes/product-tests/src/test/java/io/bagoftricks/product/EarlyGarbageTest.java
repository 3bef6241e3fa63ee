package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.toys.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arrays live until native code has done with their memory, whenever the collector comes. ND4J
 * 1.0.0-M2.1 does not see to that itself: a run of an hour ended in a signal once. Runs with the
 * profile long.
 */
@Tag("long")
final class EarlyGarbageTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'trick': 'mixup'}, {'trick': 'ema'}, {'trick': 'mixed-precision'}, {'trick': 'sam'}",
        "{'trick': 'cutmix'}, {'trick': 'swa'}, {'trick': 'agc'}, {'trick': 'lookahead'},"
            + " {'trick': 'blurpool'}, {'trick': 'gradient-centralization'}"
      })
  void noNativeCodeIsHandedFreedMemory(String tricks) throws Exception {
    List<String> told =
        child("train", recipe(tricks).toString(), "--output", folder.resolve("run").toString());
    assertThat(told.get(told.size() - 1)).matches("places \\d{3,}");
  }

  @Test
  void anArrayThatIsForgottenTooEarlyIsFound() throws Exception {
    assertThat(child()).anyMatch(line -> line.startsWith("pullRows < org.nd4j."));
  }

  private Path recipe(String tricks) throws IOException {
    Path data = IdxFolder.write(folder.resolve("data"), 64, 20, 12);
    return Files.writeString(
        folder.resolve("recipe.json"),
        """
        {
          "name": "tiny",
          "data": {"type": "idx", "root": "%s", "trainExamples": 64, "testExamples": 20, "imageSize": 12},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "nag", "learningRate": 0.05},
          "training": {"epochs": 2, "batchSize": 16, "microBatch": 8, "strict": true},
          "tricks": [%s]
        }
        """
            .formatted(data, tricks.replace('\'', '"')));
  }

  /** Code is compiled before it runs: the interpreter holds arrays for longer. */
  private List<String> child(String... arguments) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ChildJava()
            .with("-Xcomp")
            .process(EarlyGarbage.class, arguments)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).describedAs(Files.readString(err)).isZero();
    return Files.readAllLines(out);
  }
}
