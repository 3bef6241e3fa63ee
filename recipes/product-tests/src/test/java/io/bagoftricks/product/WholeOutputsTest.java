package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands whose disk is full: what was there is there, and nothing half. */
final class WholeOutputsTest {
  @TempDir private static Path folder;
  private static Path recipe;

  @BeforeAll
  static void train() throws IOException {
    recipe = KillableRun.recipe(folder);
    assertThat(command("train RECIPE --backend nd4j --output RUN").code()).isZero();
  }

  private static String[] words(String command) {
    return Stream.of(command.split(" "))
        .map(
            word ->
                word.replace("RECIPE", recipe.toString())
                    .replace("RUN", folder.resolve("run").toString())
                    .replace("OUT", folder.resolve("out").toString()))
        .toArray(String[]::new);
  }

  private static CommandLineRun command(String command) {
    return CommandLineRun.of(words(command));
  }

  private static CommandLineRun onAFullDisk(String command, String full) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            WatchedDisk.full(file -> file.contains(full)),
            new PrintWriter(out),
            new PrintWriter(err),
            words(command));
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "export RUN --backend nd4j --format onnx --output OUT/model.onnx, out/model.onnx",
    "export RUN --backend nd4j --format safetensors --output OUT/model, out/model",
    "report RUN, run/report.html",
    "find-lr RECIPE --backend nd4j --updates 20 --output OUT, out/curve.csv",
    "find-lr RECIPE --backend nd4j --updates 20 --output OUT, out/curve.png",
    "ablate RECIPE --backend nd4j --seeds 1 --epochs 1 --keep mixed-precision --keep ema --keep mixup --keep cosine --keep horizontal-flip --output OUT, out/ablation.csv",
    "ablate RECIPE --backend nd4j --seeds 1 --epochs 1 --keep mixed-precision --keep ema --keep mixup --keep cosine --keep horizontal-flip --output OUT, out/ablation.png"
  })
  void areAsTheyWere(String command, String file) throws IOException {
    Path output = folder.resolve(file);
    Files.createDirectories(output.getParent());
    if (command.startsWith("ablate")) { // an ablation goes on in its own folder alone
      assertThat(command(command).code()).isZero();
    }
    Files.writeString(output, "before");
    Path name = output.getFileName();

    CommandLineRun answer = onAFullDisk(command, "." + name + ".");

    assertThat(answer.code()).describedAs(answer.err()).isEqualTo(1);
    assertThat(answer.err())
        .contains("[output/cannot-write] " + output + " could not be written: No space left")
        .doesNotContain("\tat ");
    assertThat(output).hasContent("before");
    try (Stream<Path> files = Files.list(output.getParent())) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .noneMatch(each -> each.startsWith("." + name + "."));
    }
    clear();
  }

  @Test
  void aPackThatDoesNotFitGoesOnWithTheSameCommand() throws IOException {
    String pack = "data pack RECIPE OUT/pack";

    CommandLineRun answer = onAFullDisk(pack, "segment");

    assertThat(answer.code()).describedAs(answer.err()).isEqualTo(1);
    assertThat(answer.err())
        .startsWith("[pack/cannot-write] " + folder.resolve("out"))
        .endsWith(
            " could not be written: No space left on device. What is packed already is kept: when"
                + " the cause is gone, the same command goes on with it.\n");
    CommandLineRun again = command(pack);
    assertThat(again.code()).describedAs(again.err()).isZero();
    clear();
  }

  /** A run is worth more than its trace. */
  @Test
  void aTraceThatCannotBeWrittenIsAWarning() throws IOException {
    Path trace = folder.resolve("out/trace.json");
    Files.createDirectories(trace.getParent());
    Files.writeString(trace, "before");

    CommandLineRun answer =
        onAFullDisk(
            "train RECIPE --backend nd4j --output OUT/run --profile OUT/trace.json"
                + " --profile-updates 1-8",
            ".trace.json.");

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.err())
        .contains("warning: the trace " + trace + " could not be written: No space left on device");
    assertThat(answer.result().get("epochs").asInt()).isEqualTo(2);
    assertThat(trace).hasContent("before");
    try (Stream<Path> files = Files.list(trace.getParent())) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("run", "trace.json");
    }
    clear();
  }

  @Test
  void areMadeInAFolderThatIsMissing() throws IOException {
    for (String format : List.of("onnx", "safetensors")) {
      CommandLineRun answer =
          command("export RUN --backend nd4j --format " + format + " --output OUT/a/b/model");
      assertThat(answer.code()).describedAs(answer.err()).isZero();
      assertThat(answer.out().strip()).isEqualTo(folder.resolve("out/a/b/model").toString());
      assertThat(folder.resolve("out/a/b/model")).isNotEmptyFile();
    }
    clear();
  }

  private static void clear() throws IOException {
    Path out = folder.resolve("out");
    if (Files.exists(out)) {
      Disk.local().delete(out);
    }
  }
}
