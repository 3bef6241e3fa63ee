package io.bagoftricks.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.backend.BackendRegistry;
import io.bagoftricks.engine.export.OnnxModel;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The input contract of docs/onnx.md: its lines of Java feed an exported model right. */
final class OnnxInputTest {
  private static final Shape IMAGE = new Shape(3, 5, 7);
  private static final Normalization NORMALIZATION =
      new Normalization(List.of(100.0, 110.0, 120.0), List.of(50.0, 60.0, 70.0));

  @TempDir private Path folder;

  private static float[] logits(
      OrtEnvironment environment, String model, FloatBuffer pixels, int height, int width)
      throws OrtException {
    long[] shape = {1, 3, height, width};
    try (OrtSession session = environment.createSession(model);
        OnnxTensor input = OnnxTensor.createTensor(environment, pixels, shape);
        OrtSession.Result result = session.run(Map.of("pixels", input))) {
      return ((float[][]) result.get(0).getValue())[0];
    }
  }

  /** The network is the mean of each channel and a linear layer, computed by hand beside it. */
  @Test
  void theLinesOfThePageFeedTheModelRight() throws Exception {
    Linear linear = new Linear(2, true, Constant.ONE);
    Network network =
        new Network(
            IMAGE,
            List.of(
                new Vertex("global", new GlobalAvgPool(), List.of(Network.INPUT), List.of()),
                new Vertex(
                    "fc",
                    linear,
                    List.of("global"),
                    linear.parameters(List.of(Shape.vector(3))).stream()
                        .map(OnnxInputTest::named)
                        .toList())));
    double[][] weight = {{1, -2, 0.5}, {0.25, 3, -1}};
    double[] bias = {0.5, -0.75};
    Path model = folder.resolve("model.onnx");
    try (Weights weights =
        BackendRegistry.of(OnnxInputTest.class.getClassLoader())
            .open(Optional.of("nd4j"), message -> {})
            .allocate(network, Precision.FLOAT)) {
      weights.edit(
          all -> {
            for (int label = 0; label < 2; label++) {
              all.parameter("fc.bias").putScalar(label, bias[label]);
              for (int channel = 0; channel < 3; channel++) {
                all.parameter("fc.weight").putScalar(label, channel, weight[label][channel]);
              }
            }
          });
      Files.write(model, OnnxModel.of("m", weights, NORMALIZATION, List.of("a", "b"), false));
    }
    Random random = new Random(4);
    FloatBuffer pixels = FloatBuffer.allocate(3 * 35);
    double[] mean = new double[3];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < 35; i++) {
        int level = random.nextInt(256 >> channel);
        pixels.put(level);
        mean[channel] += level / 35.0;
      }
    }

    float[] logits = logits(OrtStart.environment(), model.toString(), pixels.flip(), 5, 7);

    for (int label = 0; label < 2; label++) {
      double expected = bias[label];
      for (int channel = 0; channel < 3; channel++) {
        expected +=
            weight[label][channel]
                * (mean[channel] - NORMALIZATION.mean().get(channel))
                / NORMALIZATION.standardDeviation().get(channel);
      }
      assertThat((double) logits[label]).isCloseTo(expected, within(1e-4));
    }
  }

  private static Parameter named(Parameter parameter) {
    return parameter.named("fc." + parameter.name());
  }

  @Test
  void thePageHasTheLinesThatAreExecutedHere() throws Exception {
    String page = Files.readString(Path.of("../docs/onnx.md"));
    int from = page.lastIndexOf("```java\n") + 8;
    String lines = page.substring(from, page.indexOf("```", from));
    String source =
        Files.readString(Path.of("src/test/java/io/bagoftricks/onnxruntime/OnnxInputTest.java"));

    assertThat(lines.lines()).hasSizeGreaterThan(5);
    assertThat(source.replaceAll("\\s+", " ")).contains(lines.strip().replaceAll("\\s+", " "));
  }
}
