package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.IdxFolder;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line as a user meets it. */
final class CommandLineTest {
  @TempDir private Path folder;

  /** Whatever it is that finds no memory, and no trick. */
  @Test
  void saysThatTheHeapIsFull() {
    Disk tired =
        WatchedDisk.before(
            "create",
            file -> file.endsWith("recipe.json.new"),
            file -> {
              throw new OutOfMemoryError("Java heap space");
            });
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            tired,
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "train",
            Checkout.recipe("quickstart").toString(),
            "--output",
            folder.resolve("full").toString());
    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "[run/out-of-memory] java.lang.OutOfMemoryError: Java heap space. The Java heap is"
                + " full; give it more (TRICKS_JAVA_OPTS=-Xmx8g)");
  }

  @Test
  void trainsTheQuickstartAndKeepsTheRun() throws IOException {
    Path run = folder.resolve("run");

    CommandLineRun answer =
        tricks(
            "train",
            Checkout.recipe("quickstart").toString(),
            "--backend",
            TinyRuns.BACKEND_ID,
            "--output",
            run.toString(),
            "--set",
            "training.epochs=1",
            "--set",
            "model.width=4",
            "--set",
            "tricks.warmup.duration=10ba");

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    JsonNode result = answer.result();
    assertThat(result.get("run").asText()).isEqualTo(run.toString());
    assertThat(result.get("backend").asText()).isEqualTo(TinyRuns.BACKEND_ID);
    assertThat(result.get("epochs").asInt()).isEqualTo(1);
    assertThat(result.get("top1").asDouble()).isBetween(0.3, 1.0);
    assertThat(result.get("top5").asDouble()).isBetween(0.8, 1.0);
    assertThat(result.get("loss").asDouble()).isPositive();
    assertThat(result.get("overflows").asLong()).isZero();
    assertThat(result.get("lossScale").asDouble()).isEqualTo(1);
    assertThat(result.get("zeroGradients").asDouble()).isBetween(0.1, 0.9);
    assertThat(result.get("seconds").asDouble()).isPositive();
    assertThat(result.get("imagesPerSecond").asDouble()).isPositive();
    assertThat(answer.err()).contains("epoch 1/1");
    List<String> metrics = Files.readAllLines(run.resolve("metrics.csv"));
    assertThat(metrics).hasSize(2);
    assertThat(metrics.get(1).split(",")).hasSameSizeAs(metrics.get(0).split(","));
    assertThat(Files.readString(run.resolve("recipe.json"))).contains("\"width\": 4");
    assertThat(Files.size(run.resolve("weights.safetensors"))).isGreaterThan(10_000);
  }

  @Test
  void saysOnceWhatToKnowOfThePrecision() throws IOException {
    Path recipe = folder.resolve("half.json");
    Path data = IdxFolder.write(folder.resolve("data"), 64, 20, 12);
    Files.writeString(
        recipe,
        """
        {
          "name": "half",
          "data": {"type": "idx", "root": "%s", "trainExamples": 64, "testExamples": 20, "imageSize": 12},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 1},
          "optimizer": {"type": "sgd", "learningRate": 0.01},
          "training": {"epochs": 1, "batchSize": 64, "microBatch": 32},
          "tricks": [{"trick": "mixed-precision", "type": "fp16", "initialScale": 65536}]
        }
        """
            .formatted(data));
    Path run = folder.resolve("run");

    CommandLineRun answer =
        tricks("train", recipe.toString(), "--backend", "nd4j", "--output", run.toString());

    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(answer.err())
        .containsOnlyOnce("note: Backend 'nd4j' rounds values to FLOAT16")
        .contains("loss scale 65536");
    JsonNode result = answer.result();
    assertThat(result.get("lossScale").asDouble()).isEqualTo(0x1p16);
    assertThat(Files.readAllLines(run.resolve("metrics.csv")).get(1)).contains(",0,0,65536.000,");
  }

  @Test
  void refusesAFolderThatIsInUse() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");

    CommandLineRun answer =
        tricks("train", Checkout.recipe("quickstart").toString(), "--output", folder.toString());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "[run/folder-in-use] There is something already, and no run overwrites another. Name a new folder with --output.");
    assertThat(folder).isDirectoryContaining("glob:**mine.txt");
  }

  @Test
  void reportsAllProblemsOfARecipe() throws IOException {
    Path recipe = folder.resolve("broken.json");
    Files.writeString(
        recipe,
        """
        {
          "name": "broken",
          "data": {"type": "sample"},
          "model": {"type": "resnet", "depth": 49},
          "optimizer": {"type": "nag"},
          "training": {"epochs": 0},
          "tricks": [{"trick": "label-smothing"}]
        }
        """);

    CommandLineRun answer = tricks("explain", recipe.toString());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains("broken.json:4")
        .contains("broken.json:6")
        .contains("broken.json:7")
        .contains("Did you mean 'label-smoothing'?")
        .contains("3 errors");
  }

  @Test
  void refusesDataThatAreNotThere() {
    CommandLineRun answer =
        tricks(
            "train",
            Checkout.recipe("fashion-mnist-baseline").toString(),
            "--set",
            "data.root=" + folder.resolve("nothing"));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("nothing").contains("--set data.root=");
  }

  @Test
  void bothBadUsageAndUnknownBackendsAreTwo() {
    assertThat(tricks("train").err())
        .isEqualTo(
            """
            There is no recipe. Name one: RECIPE, a JSON file.
            Try: tricks train --help
            """);
    assertThat(tricks("train").code()).isEqualTo(2);
    CommandLineRun typo = tricks("trian", "x.json");
    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.err()).contains("Did you mean: tricks train").endsWith("Try: tricks --help\n");
    CommandLineRun unknown =
        tricks("train", Checkout.recipe("quickstart").toString(), "--backend", "abacus");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("Backend 'abacus' is not known").contains("nd4j");
  }

  @Test
  void theHelpHasALineForEachCommand() {
    List<String> help = tricks("help").out().lines().toList();
    assertThat(help).anyMatch(line -> line.matches("  train +Trains a recipe, or resumes a run."));
    List<String> commands = help.subList(help.indexOf("Commands:") + 1, help.lastIndexOf(""));
    assertThat(commands)
        .hasSizeGreaterThan(10)
        .allMatch(line -> line.matches("  [a-z-]+ +[A-Z].*"));
    assertThat(tricks("help", "train").out()).startsWith("Usage: tricks train ");
  }

  @Test
  void listsEveryTrick() {
    CommandLineRun answer = tricks("list");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("zero-gamma").contains("Trains on blends of two images");
    assertThat(tricks("list", "cosine").out()).startsWith("# cosine\n").contains("\n## Costs");
  }

  private static CommandLineRun tricks(String... arguments) {
    return CommandLineRun.of(arguments);
  }

  /** An option that would do nothing is a mistake of whoever gives it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data info FOLDER --plugins none | --plugins brings what a recipe names, but",
        "export FOLDER --format safetensors --samples 5 | --samples is for --format onnx",
        "train --resume FOLDER --auto-resume | leave --auto-resume out"
      })
  void refusesOptionsThatWouldDoNothing(String command, String said) {
    CommandLineRun answer = tricks(command.replace("FOLDER", folder.toString()).split(" ", -1));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains(said);
  }
}
