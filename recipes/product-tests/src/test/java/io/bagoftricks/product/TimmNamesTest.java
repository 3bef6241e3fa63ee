package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.weights.StartingWeights;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights that timm or torchvision have saved can be started from. The names and shapes are written
 * down here after timm's modules: {@code state_dict()} of {@code ResNet}, {@code Bottleneck},
 * {@code BasicBlock} and {@code DepthwiseSeparableConv}.
 */
final class TimmNamesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resnet18        | {'type': 'resnet', 'depth': 18}",
        "resnet50        | {'type': 'resnet', 'depth': 50}",
        "resnet50d       | {'type': 'resnet', 'depth': 50}",
        "resnext50_32x4d | {'type': 'resnext', 'depth': 50}",
        "wide_resnet50_2 | {'type': 'wide-resnet', 'depth': 50}",
        "mobilenetv1_100 | {'type': 'mobilenet'}",
      })
  void namesAndShapesAreTimms(String name, String model) {
    String trick = name.equals("resnet50d") ? "xresnet-d" : "";
    Map<String, List<Long>> here = new LinkedHashMap<>();
    Network network = plan(model, 1000, trick).network();
    for (Network.Vertex vertex : network.vertices()) {
      vertex
          .parameters()
          .forEach(p -> here.put(p.name(), p.shape().stream().map(Integer::longValue).toList()));
      if (vertex.layer() instanceof BatchNorm2d) {
        long channels = vertex.parameters().get(0).elements();
        here.put(vertex.name() + ".running_mean", List.of(channels));
        here.put(vertex.name() + ".running_var", List.of(channels));
        here.put(vertex.name() + ".num_batches_tracked", List.of());
      }
    }

    assertThat(here).containsExactlyInAnyOrderEntriesOf(TimmNames.of(name));
  }

  /** Counters of batches are passed over, and the head is new, since it has 1000 classes there. */
  @Test
  void aFileIsStartedFrom() throws IOException {
    Path file = folder.resolve("model.safetensors");
    write(TimmNames.of("mobilenetv1_025"), file);
    RunPlan plan =
        plan("{'type': 'mobilenet', 'multiplier': 0.25, 'weights': '%s'}".formatted(file), 5, "");

    try (Weights weights = TinyRuns.backend().allocate(plan.network(), Precision.FLOAT)) {
      assertThat(StartingWeights.load(plan, weights, List.of()))
          .hasValueSatisfying(
              done -> assertThat(done).contains("all but classifier.weight, classifier.bias"));
      INDArray stem = weights.parameter("conv_stem.weight");
      assertThat(stem.minNumber().doubleValue()).isEqualTo(0.5);
      assertThat(stem.maxNumber().doubleValue()).isEqualTo(0.5);
    }
  }

  private static RunPlan plan(String model, int classes, String trick) {
    String recipe =
        """
        {
          "name": "timm",
          "data": {"type": "image-folder", "classes": %s},
          "model": %s,
          "optimizer": {"type": "nag"},
          "tricks": [%s]
        }
        """
            .formatted(
                classes,
                model.replace('\'', '"'),
                trick.isEmpty() ? "" : "{\"trick\": \"" + trick + "\"}");
    Recipe read =
        new RecipeReader(TinyRuns.types()).read(recipe, "timm.json", List.of(), TinyRuns.tricks());
    return new RunPlanner(TinyRuns.tricks()).plan(read);
  }

  /** Writes a safetensors file whose numbers are all 0.5, and whose counters are 7. */
  private static void write(Map<String, List<Long>> tensors, Path file) throws IOException {
    StringJoiner header = new StringJoiner(",", "{", "}");
    long offset = 0;
    for (Map.Entry<String, List<Long>> tensor : tensors.entrySet()) {
      boolean counter = tensor.getValue().isEmpty();
      long length = tensor.getValue().stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b);
      long end = offset + length * (counter ? Long.BYTES : Float.BYTES);
      header.add(
          "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%s,%s]}"
              .formatted(
                  tensor.getKey(),
                  counter ? "I64" : "F32",
                  tensor.getValue().toString(),
                  Long.toString(offset),
                  Long.toString(end)));
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer data =
        ByteBuffer.allocate(Long.BYTES + json.length + (int) offset)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json);
    for (List<Long> shape : tensors.values()) {
      if (shape.isEmpty()) {
        data.putLong(7);
      }
      for (long left = shape.isEmpty() ? 0 : shape.stream().reduce(1L, (a, b) -> a * b);
          left > 0;
          left--) {
        data.putFloat(0.5f);
      }
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(data.array());
    }
  }
}
