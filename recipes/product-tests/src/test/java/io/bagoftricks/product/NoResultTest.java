package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.IdxFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose numbers are not finite has no result, whichever command finds it. */
final class NoResultTest {
  /** One update at this rate, and weights overflow. */
  private static final String RATE = "optimizer.learningRate=1e39";

  private static final String ONE_UPDATE = "training.batchSize=40";
  private static final String FP16 =
      "{\"trick\": \"mixed-precision\", \"type\": \"fp16\", \"scaling\": \"static\","
          + " \"staticScale\": 16777216}";

  @TempDir private Path folder;
  private Path run;

  @BeforeEach
  void nameTheRun() {
    run = folder.resolve("run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "onednn"})
  void anEvaluationThatIsNotFiniteStopsTheRun(String backend) throws IOException {
    CommandLineRun ended =
        train("", "--backend", backend, "--set", RATE, "--set", ONE_UPDATE, "--set", epochs(1));

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains(
            "[train/not-finite] At epoch 1, step 1, learning rate 1.000e+39 the loss of the"
                + " evaluation is NaN: training has diverged. The weights are not finite, first"
                + " those of 'conv1.weight'.");
    assertThat(run.resolve("result.json")).doesNotExist();
    assertThat(run.resolve("weights.safetensors")).doesNotExist();
    JsonNode report = json(run.resolve("non-finite-1.json"));
    assertThat(report.at("/found/what").asText()).isEqualTo("the loss of the evaluation is NaN");
    assertThat(report.at("/images")).isEmpty();
  }

  @Test
  void namesTheLayerWhereTheWeightsAreFinite() throws IOException {
    CommandLineRun ended =
        train("", "--backend", "nd4j", "--set", "optimizer.learningRate=1e37", "--set", ONE_UPDATE);

    assertThat(ended.err())
        .contains("the loss of the evaluation is NaN")
        .contains("The first layer whose output is not finite is 'bn1' (BatchNorm2d);");
  }

  /** Where updates are skipped the run goes on, but what ends without a number has no result. */
  @Test
  void aLastEvaluationThatIsNotFiniteIsNoResultHoweverTheRunGoesOn() throws IOException {
    CommandLineRun ended =
        train(
            "",
            "--backend",
            "nd4j",
            "--set",
            "optimizer.learningRate=1e37",
            "--set",
            ONE_UPDATE,
            "--set",
            "training.onNonFinite=skip");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("warning: After epoch 1 the loss of the evaluation is NaN. The first layer")
        .contains("[train/no-result] The last evaluation, after epoch 2, is not finite");
    assertThat(Files.readAllLines(run.resolve("metrics.csv")))
        .hasSize(3)
        .allMatch(line -> line.contains(",NaN") || line.startsWith("epoch,"));
    assertNoTextForNumbers();

    Checkpoint last =
        new CheckpointStore(run.resolve("checkpoints"), Disk.local()).open(CheckpointStore.LAST);
    assertThat(last.progress().lastEvaluation().orElseThrow().loss()).isNaN();
    List<String> metrics = Files.readAllLines(run.resolve("metrics.csv"));
    CommandLineRun resumed = CommandLineRun.of("train", "--resume", run.toString());
    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err()).contains("[train/no-result] The last evaluation, after epoch 2");
    assertThat(Files.readAllLines(run.resolve("metrics.csv"))).isEqualTo(metrics);

    CommandLineRun report = CommandLineRun.of("report", run.toString());
    assertThat(report.code()).describedAs(report.err()).isZero();
    assertThat(
            Files.readString(run.resolve("report.html"))
                .contains("\"label\":\"test\",\"faint\":false,\"x\":[1.0,2.0],\"y\":[null,null]"))
        .isTrue();
  }

  @Test
  void rollbackGoesBackToBeforeTheEvaluation() throws IOException {
    CommandLineRun ended =
        train(
            "",
            "--set",
            "optimizer.learningRate=1e41",
            "--set",
            ONE_UPDATE,
            "--set",
            "training.onNonFinite=rollback");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .contains("Going back to step 0, with half the rate (1 of 3 times).")
        .contains("Going back to step 0, with half the rate (3 of 3 times).")
        .contains("[train/not-finite] At epoch 1, step 1, learning rate 1.250e+40")
        .contains("The run has gone back 3 times");
    assertThat(new CheckpointStore(run.resolve("checkpoints"), Disk.local()).names())
        .isNotEmpty()
        .allMatch(name -> name.startsWith("step-00000000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "skip", "rollback"})
  void aRunThatNeverUpdatedHasNoResult(String policy) throws IOException {
    CommandLineRun ended =
        train(FP16, "--backend", "nd4j", "--set", "training.onNonFinite=" + policy);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains(
            "[train/no-result] None of the 10 steps changed the weights: the first was left out"
                + " because a gradient was not finite.")
        .contains("The loss scale was 16777216 in the last; use a smaller one.");
    assertThat(run.resolve("result.json")).doesNotExist();
    CommandLineRun resumed = CommandLineRun.of("train", "--resume", run.toString());
    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err()).contains("[train/no-result] None of the 10 steps");
  }

  /** A share of the runs has a result, and its table says of how many. */
  @Test
  void anAblationTellsOfRunsWithoutResultAndGoesOn() throws IOException {
    Path recipe = recipe("{\"trick\": \"linear-scaling\", \"referenceBatch\": 1}");
    Path output = folder.resolve("ablation");
    String[] command = {
      "ablate",
      recipe.toString(),
      "--backend",
      "nd4j",
      "--output",
      output.toString(),
      "--seeds",
      "2",
      "--epochs",
      "1",
      "--keep",
      "normalize",
      "--mode",
      "leave-one-out",
      "--set",
      "optimizer.learningRate=1e29",
      "--set",
      "training.batchSize=40",
      "--set",
      "tricks.linear-scaling.referenceBatch=1"
    };

    CommandLineRun ended = CommandLineRun.of(command);

    assertThat(ended.code()).describedAs(ended.err()).isEqualTo(1);
    assertThat(ended.err()).contains("[ablate/no-result] 4 of 4 runs have no result.");
    assertThat(ended.out()).contains("| all | no result in 2 of 2 runs |");
    assertThat(Files.readAllLines(output.resolve("ablation.csv")).get(1))
        .isEqualTo("all,,,,,,,NaN NaN");
    JsonNode trial = json(output.resolve("trials/00-seed42.json"));
    assertThat(trial.get("top1").isNull()).isTrue();

    CommandLineRun again = CommandLineRun.of(command);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out()).isEqualTo(ended.out());
    assertThat(again.err()).contains("no result  (finished before)");
  }

  @Test
  void aTrialGoesBackWhereItsRecipeAsksForItAndLeavesItsNumbersOnly() throws IOException {
    Path recipe = recipe("{\"trick\": \"linear-scaling\", \"referenceBatch\": 1}");
    Path output = folder.resolve("ablation");

    CommandLineRun ended =
        CommandLineRun.of(
            "ablate",
            recipe.toString(),
            "--backend",
            "nd4j",
            "--output",
            output.toString(),
            "--seeds",
            "1",
            "--epochs",
            "1",
            "--keep",
            "normalize",
            "--mode",
            "leave-one-out",
            "--set",
            "optimizer.learningRate=1e29",
            "--set",
            "training.onNonFinite=rollback");

    assertThat(ended.err())
        .contains("Going back to step 0, with half the rate (1 of 3 times)")
        .contains("has gone back 3 times");
    try (Stream<Path> files = Files.list(output.resolve("trials"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("manifest.json", "00-seed42.json", "01-seed42.json");
    }
  }

  @Test
  void aSweepWhoseFirstLossIsNotFiniteHasNoCurve() throws IOException {
    String recipe = recipe("").toString();
    String output = folder.resolve("sweep").toString();

    CommandLineRun ended =
        CommandLineRun.of(
            "find-lr",
            recipe,
            "--backend",
            "nd4j",
            "--from",
            "1e30",
            "--to",
            "1e33",
            "--updates",
            "20",
            "--output",
            output,
            "--set",
            "training.onNonFinite=skip");

    assertThat(ended.code()).describedAs(ended.err()).isZero();
    assertThat(ended.err()).contains("1 steps, then the loss was NaN");
    assertThat(ended.result().get("suggestedRate").isNull()).isTrue();

    CommandLineRun none =
        CommandLineRun.of(
            "find-lr",
            recipe("{\"trick\": \"normalize\", \"id\": \"n2\", \"mean\": [0]}").toString(),
            "--backend",
            "nd4j",
            "--output",
            output,
            "--set",
            "tricks.normalize.enabled=false",
            "--set",
            "tricks.n2.standardDeviation=[1e-44]");
    assertThat(none.code()).describedAs(none.err()).isEqualTo(1);
    assertThat(none.err()).contains("[find-lr/no-curve] At the first rate, 1.00e-06, ");
  }

  /** Weights that are finite, and whose outputs are not; such an evaluation is never the best. */
  @Test
  void evalAndPredictTellWhereTheOutputIsNotFinite() throws IOException {
    train(
        "",
        "--backend",
        "nd4j",
        "--set",
        "optimizer.learningRate=1e37",
        "--set",
        ONE_UPDATE,
        "--set",
        "training.onNonFinite=skip");
    assertThat(run.resolve("checkpoints/best")).doesNotExist();
    Path image = folder.resolve("white.png");
    BufferedImage white = new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_GRAY);
    white.getRaster().setSamples(0, 0, 12, 12, 0, new int[144]);
    white.getRaster().setSample(3, 3, 0, 255);
    ImageIO.write(white, "png", image.toFile());

    CommandLineRun eval = ofLast("eval");
    assertThat(eval.code()).isEqualTo(1);
    assertThat(eval.out()).isEmpty();
    assertThat(eval.err())
        .contains("[eval/not-finite] The loss of the evaluation is NaN. The first layer whose");

    for (CommandLineRun predict :
        List.of(
            ofLast("predict", image.toString()), ofLast("predict", image.toString(), "--json"))) {
      assertThat(predict.code()).isEqualTo(1);
      assertThat(predict.out()).isEmpty();
      assertThat(predict.err())
          .contains(image + ": [predict/not-finite] The network's output is not finite");
    }
  }

  private CommandLineRun ofLast(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, run.toString(), "--weights", "last", "--backend", "nd4j"));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private CommandLineRun train(String trick, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("train", recipe(trick).toString(), "--output", run.toString()));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private Path recipe(String trick) throws IOException {
    Path data = folder.resolve("data");
    if (!Files.exists(data)) {
      IdxFolder.write(data, 40, 20, 12);
    }
    Path recipe = folder.resolve("tiny.json");
    Files.writeString(
        recipe,
        """
        {
          "name": "tiny",
          "data": {"type": "idx", "root": "%s", "trainExamples": 40, "testExamples": 20, "imageSize": 12},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "sgd", "learningRate": 0.05, "momentum": 0, "weightDecay": 0},
          "training": {"epochs": 2, "batchSize": 8, "seed": 42, "loaderThreads": 1},
          "tricks": [{"trick": "normalize", "mean": [100], "standardDeviation": [50]}%s]
        }
        """
            .formatted(data, trick.isEmpty() ? "" : ", " + trick));
    return recipe;
  }

  private static String epochs(int epochs) {
    return "training.epochs=" + epochs;
  }

  /** No JSON of the run has a text where a number belongs. */
  private void assertNoTextForNumbers() throws IOException {
    try (var files = Files.walk(run)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        assertThat(Files.readString(file))
            .describedAs("%s", file)
            .doesNotContain("\"NaN\"")
            .doesNotContain("\"Infinity\"");
      }
    }
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
