package io.bagoftricks.product.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.api.Losses;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeTypes;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inception v3 against torchvision's definition in libtorch, in 64 bits: names, a forward in
 * training, the gradient of every parameter, and evaluation afterwards.
 */
final class InceptionTest {
  private static final int BATCH = 4;
  private static final int CLASSES = 5;
  private static final Shape IMAGE = new Shape(3, 75, 75);

  /**
   * Logits and gradients. In 32 bits libtorch itself is 5e-4 and 1e-2 away: batch norms over four
   * values make much of little.
   */
  static Stream<Arguments> backends() {
    return Stream.of(
        Arguments.of("nd4j", Precision.DOUBLE, 1e-9, 1e-9),
        Arguments.of("onednn", Precision.FLOAT, 2e-3, 3e-2));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void computesWhatTorchvisionsDoes(
      String id, Precision precision, double tolerance, double ofGradients)
      throws IOException, BackendUnavailableException {
    JsonNode golden =
        new ObjectMapper()
            .readTree(
                Files.readString(Path.of("src/test/resources/golden/networks/inception_v3.json")));
    Backend backend =
        BackendRegistry.of(InceptionTest.class.getClassLoader())
            .open(Optional.of(id), message -> {});
    Network network = network();
    assertThat(network.parameters())
        .extracting(p -> p.name() + p.shape())
        .containsExactlyInAnyOrderElementsOf(
            list(golden.get("parameters"), p -> p.get("name").asText() + shape(p)));
    Draws draws = Draws.of(1);
    try (Weights weights = backend.allocate(network, precision);
        Plan training = backend.plan(weights, spec(Phase.TRAINING, precision));
        Plan evaluation = backend.plan(weights, spec(Phase.EVALUATION, precision))) {
      Fill.parameters(golden.get("parameters"), weights);
      DataType type = weights.masters().dataType();
      INDArray images = images(type);

      double[] logits = training.forward(images, draws).dup().reshape(-1).toDoubleVector();
      close(logits, golden.get("trainLogits"), tolerance);
      training.backward(slopes(logits, type), Accumulate.OVERWRITE);
      for (JsonNode parameter : golden.get("parameters")) {
        INDArray gradient = weights.gradient(parameter.get("name").asText());
        double norm = parameter.get("gradientNorm").asDouble();
        assertThat(gradient.norm2Number().doubleValue())
            .describedAs(parameter.get("name").asText())
            .isCloseTo(norm, within(ofGradients * norm));
        assertThat(gradient.reshape(-1).getDouble(0))
            .describedAs(parameter.get("name").asText())
            .isCloseTo(parameter.get("gradientFirst").asDouble(), within(ofGradients * norm));
      }
      close(
          evaluation.forward(images, draws).dup().reshape(-1).toDoubleVector(),
          golden.get("evalLogitsAfterOneForward"),
          tolerance);
    }
  }

  private static Network network() {
    String recipe =
        """
        {
          "name": "inception",
          "data": {"type": "formula"},
          "model": {"type": "inception-v3"},
          "optimizer": {"type": "nag"}
        }
        """;
    RecipeTypes types =
        TinyRuns.types()
            .withData(
                new ToyType<>(
                    "formula",
                    new FormulaImages(256, BATCH, IMAGE.channels(), IMAGE.height(), CLASSES)));
    return new RunPlanner(TinyRuns.tricks())
        .plan(new RecipeReader(types).read(recipe, "golden", List.of(), TinyRuns.tricks()))
        .network();
  }

  private static PlanSpec spec(Phase phase, Precision precision) {
    return new PlanSpec(BATCH, IMAGE, phase, precision, Set.of());
  }

  private static INDArray images(DataType type) {
    double[] values = new double[BATCH * (int) IMAGE.elements()];
    Arrays.setAll(values, i -> 1.7 * Fill.of(1000, i));
    return Nd4j.createFromArray(values)
        .castTo(type)
        .reshape(BATCH, IMAGE.channels(), IMAGE.height(), IMAGE.width());
  }

  /** Of the mean cross-entropy with 0.7 at class n and 0.3 at class n + 3 of row n. */
  private static INDArray slopes(double[] logits, DataType type) {
    double[] slopes = Losses.softmax(Nd4j.createFromArray(logits).reshape(BATCH, CLASSES), 1);
    for (int row = 0; row < BATCH; row++) {
      slopes[row * CLASSES + row % CLASSES] -= 0.7;
      slopes[row * CLASSES + (row + 3) % CLASSES] -= 0.3;
    }
    return Nd4j.createFromArray(slopes).divi(BATCH).castTo(type).reshape(BATCH, CLASSES);
  }

  private static void close(double[] found, JsonNode expected, double tolerance) {
    assertThat(found)
        .containsExactly(
            list(expected, JsonNode::asDouble).stream().mapToDouble(d -> d).toArray(),
            within(tolerance));
  }

  private static List<Integer> shape(JsonNode parameter) {
    return list(parameter.get("shape"), JsonNode::asInt);
  }

  private static <T> List<T> list(JsonNode nodes, Function<JsonNode, T> value) {
    return StreamSupport.stream(nodes.spliterator(), false).map(value).toList();
  }
}
