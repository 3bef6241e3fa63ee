package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tricks bench} as a user meets it. */
final class BenchTest {
  @TempDir private Path folder;
  private Path recipe = Path.of("");

  @BeforeEach
  void writeARecipeWhoseDataAreNotThere() throws IOException {
    recipe = folder.resolve("tiny.json");
    Files.writeString(
        recipe,
        """
        {
          "name": "tiny",
          "data": {"type": "image-folder", "root": "nowhere", "imageSize": 16, "classes": 10},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "nag"},
          "training": {"epochs": 1, "batchSize": 8, "microBatch": 4},
          "tricks": [
            {"trick": "normalize"}, {"trick": "horizontal-flip"}, {"trick": "mixup"},
            {"trick": "label-smoothing"}, {"trick": "gradient-clip"}, {"trick": "ema"}
          ]
        }
        """);
  }

  @Test
  void measuresUpdatesWithoutTheData() throws IOException {
    CommandLineRun run = bench("--steps", "3");

    assertThat(run.code()).describedAs(run.err()).isZero();
    JsonNode result = run.result();
    assertThat(result.get("recipe").asText()).isEqualTo("tiny");
    assertThat(result.get("backend").asText()).isEqualTo("nd4j");
    assertThat(result.get("mode").asText()).isEqualTo("train");
    assertThat(result.get("precision").asText()).isEqualTo("float");
    assertThat(result.get("batch").asInt()).isEqualTo(8);
    assertThat(result.get("microBatch").asInt()).isEqualTo(4);
    assertThat(result.get("size").asInt()).isEqualTo(16);
    assertThat(result.get("steps").asInt()).isEqualTo(3);
    assertThat(result.get("warmUpSteps").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(result.get("best").asDouble())
        .isGreaterThanOrEqualTo(result.get("imagesPerSecond").asDouble());
    assertThat(result.get("imagesPerSecond").asDouble())
        .isCloseTo(8 / (result.get("stepMillis").asDouble() / 1000), within(1e-6));
    assertThat(result.get("peakBytes").asLong()).isGreaterThan(50_000_000);
    assertThat(run.err())
        .contains(
            "tiny on ND4J", "training of 8 images of 3x16x16, 4 at a time", "the median of 3");
  }

  @Test
  void tellsTheTimeOfEachHookAndKind() throws IOException {
    CommandLineRun run = bench("--steps", "2");

    JsonNode result = run.result();
    double step = result.get("profiledStepMillis").asDouble();
    assertThat(names(result.get("parts")))
        .containsExactlyInAnyOrder(
            "input",
            "mixup onBatch",
            "forward",
            "scores",
            "label-smoothing onLoss",
            "loss",
            "backward",
            "gradients",
            "gradient-clip onStep",
            "optimizer update",
            "ema afterStep",
            "rest");
    assertThat(sum(result.get("parts"))).isCloseTo(step, within(1e-6 * step));
    assertThat(names(result.get("kinds")))
        .contains("convolution", "normalization", "pooling", "matmul", "activation");
    double network =
        result.get("parts").get("forward").asDouble()
            + result.get("parts").get("backward").asDouble();
    assertThat(sum(result.get("kinds"))).isPositive().isLessThanOrEqualTo(network);
    assertThat(result.get("shareOutside").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void tracesTheStepsThatTheSumsAreOf() throws IOException {
    Path file = folder.resolve("traces/trace.json");

    CommandLineRun run = bench("--steps", "2", "--profile", file.toString());

    assertThat(run.code()).describedAs(run.err()).isZero();
    Map<String, Double> micros = new TreeMap<>();
    for (JsonNode event : new ObjectMapper().readTree(file.toFile()).get("traceEvents")) {
      if (event.has("dur")) {
        micros.merge(event.get("cat").asText(), event.get("dur").asDouble(), Double::sum);
      }
    }
    double steps = run.result().get("profiledSteps").asInt();
    JsonNode kinds = run.result().get("kinds");
    assertThat(micros.getOrDefault("convolution", 0.0) / 1000 / steps)
        .isCloseTo(kinds.get("convolution").asDouble(), within(1e-6));
    assertThat(micros).containsKeys("update", "forward", "backward", "hook");
  }

  @Test
  void measuresInference() throws IOException {
    CommandLineRun run = bench("--mode", "infer", "--steps", "2");

    JsonNode result = run.result();
    assertThat(result.get("mode").asText()).isEqualTo("infer");
    assertThat(result.get("batch").asInt()).isEqualTo(4);
    assertThat(names(result.get("parts")))
        .containsExactlyInAnyOrder("input", "forward", "scores", "rest");
    assertThat(run.err()).contains("evaluation of 4 images of 3x16x16\n");
  }

  @Test
  void theBatchIsRunAtOnceUnlessAMicroBatchIsSet() throws IOException {
    JsonNode whole = bench("--steps", "1", "--batch", "6", "--size", "12").result();
    JsonNode parts =
        bench("--steps", "1", "--batch", "6", "--set", "training.microBatch=2").result();

    assertThat(whole.get("batch").asInt()).isEqualTo(6);
    assertThat(whole.get("microBatch").asInt()).isEqualTo(6);
    assertThat(whole.get("image").asText()).isEqualTo("3x12x12");
    assertThat(parts.get("batch").asInt()).isEqualTo(6);
    assertThat(parts.get("microBatch").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--batch | 0    | --batch is 0, but must be 1 to 1048576.",
        "--size  | -3   | --size is -3, but must be 1 to 8192.",
        "--steps | 0    | --steps is 0, but must be 1 to 1000000.",
        "--batch | many | 'many' is not an int",
        "--mode  | fast | 'fast' is not a mode; choose one of [train, infer]",
        "--backend | abacus | Backend 'abacus' is not known",
      })
  void badUsageIsTwo(String option, String value, String message) {
    CommandLineRun run = CommandLineRun.of("bench", recipe.toString(), option, value);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  private CommandLineRun bench(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("bench", recipe.toString(), "--backend", "nd4j"));
    arguments.addAll(Arrays.asList(options));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static double sum(JsonNode object) {
    double sum = 0;
    for (JsonNode value : object) {
      sum += value.asDouble();
    }
    return sum;
  }
}
