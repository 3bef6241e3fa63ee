package io.bagoftricks.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.engine.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference backend against libtorch in float64: see the golden files. */
final class ParityTest {
  @ParameterizedTest
  @ValueSource(strings = {"cifar_resnet20", "resnet18d", "resnet50"})
  void agreesInDoubleTo1e7(String model) throws IOException {
    JsonNode errors = parity(model, "--precision", "f64");

    assertThat(errors.get("logits").asDouble()).isLessThan(1e-7);
    assertThat(errors.get("losses").asDouble()).isLessThan(1e-7);
    assertThat(errors.get("gradients").asDouble()).isLessThan(1e-7);
    assertThat(errors.get("runningStatistics").asDouble()).isLessThan(1e-7);
    assertThat(errors.get("weightNorms").asDouble()).isLessThan(1e-7);
    assertThat(errors.get("logitsAfterSixSteps").asDouble()).isLessThan(1e-7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar_resnet20", "resnet18d"})
  void agreesInFloat(String model) throws IOException {
    JsonNode errors = parity(model);

    assertThat(errors.get("logits").asDouble()).isLessThan(1e-4);
    assertThat(errors.get("runningStatistics").asDouble()).isLessThan(1e-4);
    assertThat(errors.get("losses").asDouble()).isLessThan(1e-3);
    assertThat(errors.get("gradients").asDouble()).isLessThan(1e-3);
    assertThat(errors.get("gradientCosine").asDouble()).isGreaterThan(0.99999);
  }

  /** What rounding to 8 binary digits leaves, with a factor of about 2 for other processors. */
  @Test
  void bf16StaysNear() throws IOException {
    JsonNode errors = parity("cifar_resnet20", "--precision", "bf16");

    // Rounding is seen, and it is not more than that.
    assertThat(errors.get("logits").asDouble()).isBetween(1e-3, 1.2e-2);
    assertThat(errors.get("runningStatistics").asDouble()).isBetween(1e-4, 6e-3);
    assertThat(errors.get("firstLoss").asDouble()).isLessThan(1e-3);
    assertThat(errors.get("losses").asDouble()).isLessThan(2e-3);
    assertThat(errors.get("gradientCosine").asDouble()).isBetween(0.75, 0.999);
    assertThat(errors.get("gradientCosineTensor").asText()).isNotEmpty();
  }

  /** Gradients and losses as far as float32 goes there: docs/decisions/0004. */
  @Test
  void agreesInFloatOnResNet50AsFarAsLibtorchDoes() throws IOException {
    JsonNode errors = parity("resnet50");

    assertThat(errors.get("logits").asDouble()).isLessThan(1e-4);
    assertThat(errors.get("runningStatistics").asDouble()).isLessThan(1e-4);
    assertThat(errors.get("firstLoss").asDouble()).isLessThan(1e-4);
    assertThat(errors.get("gradients").asDouble()).isLessThan(4.1e-2);
    assertThat(errors.get("losses").asDouble()).isLessThan(1.9e-1);
  }

  private static JsonNode parity(String model, String... options) throws IOException {
    Path golden = Path.of("src/test/resources/golden", model + ".json");
    List<String> arguments =
        new ArrayList<>(List.of("parity", golden.toString(), "--backend", "nd4j"));
    arguments.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int code =
        Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));

    assertThat(code).describedAs(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }
}
