package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.tensorboard.EventFolder;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.WatchedDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The images that a run learns from, chooses by and is judged by: 64 images to train on, 20 of the
 * test.
 */
final class SplitsTest {
  private static final String SHARE = "data.validation={\"share\": 0.25, \"seed\": 3}";

  @TempDir private Path folder;
  private Path recipe;
  private Path run;

  @BeforeEach
  void writeRecipe() throws IOException {
    recipe = KillableRun.recipe(folder);
    run = folder.resolve("run");
  }

  @Test
  void aShareOfTrainValidatesAndTheTestIsEvaluatedOnceAtTheEnd() throws IOException {
    CommandLineRun trained = train(Disk.local(), run, "--set", SHARE);

    assertThat(trained.code()).describedAs(trained.err()).isZero();
    assertThat(trained.err().lines().filter(line -> line.contains("|  validation loss ")))
        .hasSize(2);
    assertThat(trained.err().lines().filter(line -> line.startsWith("test loss "))).hasSize(1);
    JsonNode result = trained.result();
    assertThat(result.get("split").asText()).isEqualTo("validation");
    assertThat(result.at("/test/examples").asInt()).isEqualTo(20);

    JsonNode facts = manifest(run).get("facts");
    assertThat(facts.get("trainExamples").asInt()).isEqualTo(48);
    assertThat(facts.get("validationExamples").asInt()).isEqualTo(16);
    assertThat(facts.get("testExamples").asInt()).isEqualTo(20);

    List<String> metrics = Files.readAllLines(run.resolve("metrics.csv"));
    assertThat(metrics.get(0))
        .contains(",targetEntropy,testTop1,testTop5,testLoss,testCalibrationError,trainLoss.");
    assertThat(metrics.get(1)).contains(",,,,,");
    double test = result.at("/test/top1").asDouble();
    assertThat(cell(metrics, 2, "testTop1")).isEqualTo(test);
    assertThat(cell(metrics, 2, "top1")).isEqualTo(result.get("top1").asDouble());

    var events = EventFolder.read(run);
    assertThat(events.get("validation/top1")).hasSize(2);
    assertThat(events.get("test/top1"))
        .singleElement()
        .satisfies(point -> assertThat(point.step()).isEqualTo(6));
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("\"test top-1\"", "\"validation top-1\"");
    assertThat(
            Files.readAllLines(run.resolve("confusion.csv")).stream()
                .skip(1)
                .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(',') + 1)))
                .sum())
        .isEqualTo(20);

    JsonNode evaluated = CommandLineRun.of("eval", run.toString()).result();
    assertThat(evaluated.get("images").asInt()).isEqualTo(20);
    assertThat(evaluated.get("top1").asDouble()).isEqualTo(test);
    JsonNode validated =
        CommandLineRun.of(
                "eval", run.toString(), "--backend", TinyRuns.BACKEND_ID, "--split", "validation")
            .result();
    assertThat(validated.get("images").asInt()).isEqualTo(16);
    assertThat(validated.get("loss").asDouble()).isEqualTo(result.get("loss").asDouble());
  }

  /** Steps, order and images follow: the same bits from more threads, and after a full disk. */
  @Test
  void aShareIsTheSameForAnyNumberOfThreadsAndAfterResuming() throws IOException {
    assertThat(train(Disk.local(), run, "--set", SHARE).code()).isZero();
    Path threads = folder.resolve("threads");
    Path resumed = folder.resolve("resumed");

    assertThat(
            train(Disk.local(), threads, "--set", SHARE, "--set", "training.loaderThreads=3")
                .code())
        .isZero();
    KillableRun.assertSameEnd(threads, run);

    CommandLineRun full =
        train(WatchedDisk.full(file -> file.contains("step-00000003")), resumed, "--set", SHARE);
    assertThat(full.code()).describedAs(full.err()).isEqualTo(1);
    CommandLineRun again = CommandLineRun.of("train", "--resume", resumed.toString());
    assertThat(again.code()).describedAs(again.err()).isZero();
    assertThat(again.err()).contains("going on after step 2 of 6");
    KillableRun.assertSameEnd(resumed, run);

    Path other = folder.resolve("other");
    assertThat(train(Disk.local(), other, "--set", SHARE.replace("3}", "4}")).code()).isZero();
    assertThat(manifest(other).get("data")).isNotEqualTo(manifest(run).get("data"));
    assertThat(Files.readAllBytes(other.resolve("weights.safetensors")))
        .isNotEqualTo(Files.readAllBytes(run.resolve("weights.safetensors")));
  }

  @Test
  void aRecipeOfBeforeRunsAsBefore() throws IOException {
    CommandLineRun trained = train(Disk.local(), run);

    assertThat(trained.code()).describedAs(trained.err()).isZero();
    assertThat(trained.err()).contains("|  test loss ").doesNotContain("validation");
    assertThat(trained.result().get("split").asText()).isEqualTo("test");
    assertThat(trained.result().has("test")).isFalse();
    assertThat(manifest(run).get("facts").has("validationExamples")).isFalse();
    assertThat(Files.readString(run.resolve("recipe.json"))).doesNotContain("validation");
    assertThat(Files.readAllLines(run.resolve("metrics.csv")).get(0)).doesNotContain("testTop1");
    assertThat(EventFolder.read(run)).containsKey("test/top1").doesNotContainKey("validation/top1");

    Path said = folder.resolve("said");
    assertThat(train(Disk.local(), said, "--set", "data.validation=test").code()).isZero();
    KillableRun.assertSameEnd(said, run);
  }

  /** A result of an older version does not say whose images it is of: of the test's. */
  @Test
  void theResultOfAnOlderVersionIsOfTheTest() throws IOException {
    assertThat(train(Disk.local(), run).code()).isZero();
    Path result = run.resolve("result.json");
    Files.writeString(
        result,
        SealedJson.seal(
            SealedJson.open(Files.readAllBytes(result)).replace("\"split\":\"test\",", "")));
    assertThat(Files.readString(result)).doesNotContain("split");

    CommandLineRun finished = CommandLineRun.of("train", "--resume", run.toString());

    assertThat(finished.code()).describedAs(finished.err()).isZero();
    assertThat(finished.result().get("split").asText()).isEqualTo("test");
  }

  @Test
  void lintAndExplainTellThatTheBestEpochIsChosenByTheTest() {
    String note =
        ":3: [data/chosen-by-test] The data have no validation split: the run is evaluated on the"
            + " test split while it trains, and its best epoch is chosen by it. Write into data"
            + " \"validation\": {\"share\": 0.1} for a test of its own, or \"validation\": \"test\""
            + " to leave it at that.\n1 note\n";
    CommandLineRun lint = CommandLineRun.of("lint", recipe.toString());
    assertThat(lint.code()).isZero();
    assertThat(lint.out()).endsWith(note);
    assertThat(CommandLineRun.of("explain", recipe.toString()).out())
        .contains("64 images of 1x12x12 in 10 classes; 20 for the test\n")
        .contains("[data/chosen-by-test]");
    for (String said : List.of(SHARE, "data.validation=test")) {
      assertThat(CommandLineRun.of("lint", recipe.toString(), "--set", said).out())
          .isEqualTo("no problems\n");
    }
    assertThat(CommandLineRun.of("explain", recipe.toString(), "--set", SHARE).out())
        .contains("48 images of 1x12x12 in 10 classes; 16 for validation (a part of train: share")
        .contains("2 epochs of 3 steps");
  }

  private CommandLineRun train(Disk disk, Path output, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "train",
                recipe.toString(),
                "--backend",
                TinyRuns.BACKEND_ID,
                "--output",
                output.toString()));
    all.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(disk, new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  private static JsonNode manifest(Path run) throws IOException {
    return new ObjectMapper()
        .readTree(SealedJson.open(Files.readAllBytes(run.resolve("manifest.json"))));
  }

  private static double cell(List<String> lines, int row, String column) {
    int index = List.of(lines.get(0).split(",", -1)).indexOf(column);
    return Double.parseDouble(lines.get(row).split(",", -1)[index]);
  }
}
