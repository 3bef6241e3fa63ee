package io.bagoftricks.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The backends against libtorch in float64 (see the golden files), and in fewer bits against what
 * libtorch itself gets with as many (see {@code golden/libtorch-errors.json}).
 */
final class ParityTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** How much larger than libtorch's an error may be. */
  private static final double FACTOR = 1.5;

  @ParameterizedTest
  @ValueSource(strings = {"cifar_resnet20", "resnet18d", "resnet50"})
  void theReferenceAgreesInDoubleTo1e7(String model) throws IOException {
    JsonNode errors = parity("nd4j", model, "f64");

    for (String measure :
        List.of(
            "logits",
            "losses",
            "gradients",
            "runningStatistics",
            "weightNorms",
            "logitsAfterSixSteps")) {
      assertThat(errors.get(measure).asDouble()).describedAs(measure).isLessThan(1e-7);
    }
  }

  @ParameterizedTest
  @CsvSource({"nd4j, cifar_resnet20", "nd4j, resnet18d", "onednn, cifar_resnet20"})
  void floatStaysWithinAThousandth(String backend, String model) throws IOException {
    JsonNode errors = parity(backend, model, "f32");

    assertThat(errors.get("logits").asDouble()).isLessThan(1e-4);
    assertThat(errors.get("runningStatistics").asDouble()).isLessThan(1e-4);
    assertThat(errors.get("losses").asDouble()).isLessThan(1e-3);
    assertThat(errors.get("gradients").asDouble()).isLessThan(1e-3);
    assertThat(errors.get("gradientCosine").asDouble()).isGreaterThan(0.99999);
  }

  /** Where a ReLU input lies so near zero that float32 flips it: docs/decisions/0004. */
  @ParameterizedTest
  @CsvSource({"nd4j, resnet50", "onednn, resnet50", "onednn, resnet18d"})
  void floatGoesAsFarAsLibtorchDoes(String backend, String model) throws IOException {
    JsonNode errors = parity(backend, model, "f32");

    assertThat(errors.get("logits").asDouble()).isLessThan(1e-4);
    assertThat(errors.get("runningStatistics").asDouble()).isLessThan(1e-4);
    assertThat(errors.get("firstLoss").asDouble()).isLessThan(1e-4);
    isNoWorseThanLibtorch(errors, model, "f32", "losses");
    isNoWorseThanLibtorch(errors, model, "f32", "gradients");
    assertThat(errors.get("gradientCosine").asDouble()).isGreaterThan(0.999);
  }

  @ParameterizedTest
  @CsvSource({
    "cifar_resnet20, bf16",
    "cifar_resnet20, fp16",
    "resnet18d, bf16",
    "resnet18d, fp16",
    "resnet50, bf16",
    "resnet50, fp16"
  })
  void sixteenBitsGoAsFarAsLibtorchDoes(String model, String type) throws IOException {
    JsonNode errors = parity("onednn", model, type);

    for (String measure :
        List.of("logits", "losses", "firstLoss", "gradients", "runningStatistics")) {
      isNoWorseThanLibtorch(errors, model, type, measure);
    }
    isAsWellDirectedAsLibtorch(errors, model, type);
  }

  /** What rounding to 8 binary digits leaves, with a factor of about 2 for other processors. */
  @Test
  void theReferenceRoundsToBf16AndNoMore() throws IOException {
    JsonNode errors = parity("nd4j", "cifar_resnet20", "bf16");

    assertThat(errors.get("logits").asDouble()).isBetween(1e-3, 1.2e-2);
    assertThat(errors.get("runningStatistics").asDouble()).isBetween(1e-4, 6e-3);
    assertThat(errors.get("firstLoss").asDouble()).isLessThan(1e-3);
    assertThat(errors.get("losses").asDouble()).isLessThan(2e-3);
    assertThat(errors.get("gradientCosine").asDouble()).isBetween(0.75, 0.999);
    assertThat(errors.get("gradientCosineTensor").asText()).isNotEmpty();
  }

  private static void isNoWorseThanLibtorch(
      JsonNode errors, String model, String type, String measure) throws IOException {
    assertThat(errors.get(measure).asDouble())
        .describedAs("%s of %s in %s", measure, model, type)
        .isLessThan(FACTOR * libtorch(model, type).get(measure).asDouble());
  }

  private static void isAsWellDirectedAsLibtorch(JsonNode errors, String model, String type)
      throws IOException {
    double turned = 1 - errors.get("gradientCosine").asDouble();
    double theirs = 1 - libtorch(model, type).get("gradientCosine").asDouble();
    assertThat(turned)
        .describedAs("1 - cosine of %s in %s", model, type)
        .isLessThan(FACTOR * theirs);
  }

  private static JsonNode libtorch(String model, String type) throws IOException {
    Path file = GOLDEN.resolve("libtorch-errors.json");
    return new ObjectMapper().readTree(Files.readString(file)).get("models").get(model).get(type);
  }

  private static JsonNode parity(String backend, String model, String precision)
      throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "parity",
            GOLDEN.resolve(model + ".json").toString(),
            "--backend",
            backend,
            "--precision",
            precision);

    // 1 where an error is beyond its bound by default: here each has a bound of its own.
    assertThat(run.code()).describedAs(run.err()).isIn(0, 1);
    return run.result();
  }
}
