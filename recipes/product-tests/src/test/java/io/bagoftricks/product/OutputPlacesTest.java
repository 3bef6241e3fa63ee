package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.engine.toys.TinyRuns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that are told to write over what they read, or over a file of a run. */
final class OutputPlacesTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Path recipe = KillableRun.recipe(folder);
    Files.writeString(folder.resolve("child.json"), "{\"extends\": \"" + recipe + "\"}");
    Files.createSymbolicLink(folder.resolve("link.json"), Path.of("tiny.json"));
    assertThat(command("train RECIPE --backend BACKEND --output RUN").code()).isZero();
    ImageIO.write(
        new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("a.png").toFile());
  }

  private static CommandLineRun command(String command) {
    return CommandLineRun.of(
        Stream.of(command.split(" "))
            .map(
                word ->
                    word.replace("BACKEND", TinyRuns.BACKEND_ID)
                        .replace("RECIPE", folder.resolve("tiny.json").toString())
                        .replace("RUN", folder.resolve("run").toString())
                        .replace("HERE", folder.toString()))
            .toArray(String[]::new));
  }

  /** Every file, with its size and time. */
  private static SortedMap<String, String> files() throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data preview RECIPE --out RECIPE | tiny.json: [output/is-input] The command reads this file, and does not write over what it reads. Name another file with --out.",
        "data preview RECIPE --out HERE/link.json | link.json: [output/is-input] The command reads this file",
        "data preview HERE/child.json --out RECIPE | tiny.json: [output/is-input] The command reads this file",
        "data preview RECIPE --out HERE/data/train-images-idx3-ubyte | [output/is-input] The command reads what is in ",
        "data preview RECIPE --out RUN/metrics.csv | run/metrics.csv: [output/of-a-run] This file is one that the run in ",
        "export RUN --format onnx --output RUN/weights.safetensors | run/weights.safetensors: [output/of-a-run] This file is one that the run in ",
        "export RUN --format safetensors --output RUN/checkpoints/last | [output/of-a-run] ",
        "train RECIPE --output HERE/new --profile RECIPE --profile-updates 1-8 | tiny.json: [output/is-input] The command reads this file, and does not write over what it reads. Name another file with --profile.",
        "train RECIPE --output HERE/new --profile HERE/new/recipe.json --profile-updates 1-8 | new/recipe.json: [output/of-a-run] This file is one that the run in ",
        "train RECIPE --output HERE/new --profile HERE/new/weights.safetensors --profile-updates 1-8 | new/weights.safetensors: [output/of-a-run] ",
        "train RECIPE --output HERE/new --profile RUN/result.json --profile-updates 1-8 | run/result.json: [output/of-a-run] ",
        "bench RECIPE --steps 1 --profile RECIPE | tiny.json: [output/is-input] The command reads this file",
        "eval RUN --output RUN | run: [output/of-a-run] This is the folder of a run, which keeps its own files there. Name another with --output, such as ",
        "eval RUN --output RUN/checkpoints | run/checkpoints/classes.csv: [output/of-a-run] ",
        "find-lr RECIPE --output RUN | run: [output/of-a-run] This is the folder of a run",
        "ablate RECIPE --output RUN | run: [output/of-a-run] This is the folder of a run"
      })
  void areRefusedBeforeAnythingIsDone(String command, String message) throws IOException {
    SortedMap<String, String> before = files();

    CommandLineRun answer =
        command(command + (command.startsWith("data") ? "" : " --backend BACKEND"));

    assertThat(answer.code()).describedAs(answer.err()).isEqualTo(2);
    assertThat(answer.err()).contains(message).endsWith("1 error\n");
    assertThat(answer.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  /** Data may lie beside all else. */
  @Test
  void resultsInTheFolderOfTheDataAreWrittenAgain() {
    String here = " --backend BACKEND --set data.root=HERE/data";
    for (int i = 0; i < 2; i++) {
      for (String command :
          List.of(
              "data preview RECIPE --out HERE/data/sheet.png",
              "export RUN --format onnx --output HERE/data/model.onnx" + here,
              "eval RUN --output HERE/data/results" + here)) {
        CommandLineRun answer = command(command);
        assertThat(answer.code()).describedAs(command + answer.err()).isZero();
      }
    }
  }

  @Test
  void theReportsFolderInARunIsNoFileOfTheRun() {
    CommandLineRun answer =
        command("eval RUN --backend BACKEND --output RUN/evaluation --set data.root=HERE/data");

    assertThat(answer.code()).describedAs(answer.err()).isZero();
  }

  /** A file of that name that is not a map was there before. */
  @Test
  void aClassMapTakesNoPlaceButThatOfAnother() throws IOException {
    Path mine = Files.writeString(folder.resolve("a.png.png"), "mine");
    String command = "predict RUN HERE/a.png --backend BACKEND --explain HERE --json";

    for (int i = 0; i < 2; i++) {
      CommandLineRun answer = command(command);
      assertThat(answer.code()).describedAs(answer.err()).isZero();
      JsonNode map = answer.result().get("classMap");
      assertThat(map.get("picture").asText()).isEqualTo(folder.resolve("a.png-2.png").toString());
    }

    assertThat(mine).hasContent("mine");
    assertThat(ImageIO.read(folder.resolve("a.png-2.png").toFile()).getWidth()).isGreaterThan(300);
    Files.delete(mine);
    Files.delete(folder.resolve("a.png-2.png"));
  }

  /** As weights of somebody else, called as the run is. */
  @Test
  void anExportWritesOverNoFileThatNoOptionNames() throws IOException {
    Path mine = Path.of("run.safetensors");
    assertThat(mine).doesNotExist();
    try {
      Files.writeString(mine, "mine");
      CommandLineRun answer = command("export RUN --backend BACKEND --format safetensors");

      assertThat(answer.code()).describedAs(answer.err()).isEqualTo(2);
      assertThat(answer.err())
          .contains(
              "run.safetensors: [output/exists] There is a file of this name already, which no option names. Write over it with --output run.safetensors, or name another.");
      assertThat(mine).hasContent("mine");
      CommandLineRun advised =
          command("export RUN --backend BACKEND --format safetensors --output run.safetensors");
      assertThat(advised.code()).describedAs(advised.err()).isZero();
      assertThat(Files.size(mine)).isGreaterThan(1000);
    } finally {
      Files.delete(mine);
    }
  }

  @Test
  void adviceNamesTheOptionOfTheCommand() {
    List<String> commands =
        List.of(
            "predict RUN HERE/a.png --backend BACKEND --explain RECIPE",
            "data preview RECIPE --out HERE/data",
            "bench RECIPE --backend BACKEND --steps 1 --profile HERE/data",
            "export RUN --backend BACKEND --format safetensors --output HERE/data");
    for (String command : commands) {
      String option = command.substring(command.lastIndexOf("--")).split(" ", 2)[0];
      CommandLineRun answer = command(command);
      assertThat(answer.code()).describedAs(command + answer.err()).isEqualTo(1);
      assertThat(answer.err())
          .contains("[output/cannot-write] ", "Name another with " + option + ", or fix the cause");
    }
  }

  @Test
  void aMeasurementIsThereWhereItsTraceIsNot() throws IOException {
    CommandLineRun answer = command("bench RECIPE --backend BACKEND --steps 1 --profile /dev/full");

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err())
        .contains(
            "[output/cannot-write] /dev/full could not be written: No space left on device.",
            "Name another with --profile");
    assertThat(answer.result().has("recipe") || answer.result().size() > 3).isTrue();
  }

  @Test
  void anEvaluationIsThereWhereItsTablesAreNot() throws IOException {
    CommandLineRun answer = command("eval RUN --backend BACKEND --output RECIPE/tables");

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("[output/cannot-write] ");
    assertThat(answer.result().get("images").asInt()).isEqualTo(20);
  }
}
