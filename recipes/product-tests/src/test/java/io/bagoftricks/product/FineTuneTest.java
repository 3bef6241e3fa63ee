package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.toys.TinyRuns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route of docs/fine-tune.md, with a smaller network on smaller pictures. */
final class FineTuneTest {
  @TempDir private Path folder;

  @Test
  void aNewClassifierIsTrainedFirstAndThenAllLayers() throws IOException {
    photos("others", List.of("a", "b"));
    photos("photos", List.of("cat", "dog", "eel"));
    Path first = folder.resolve("first");
    ok(train(first, "others", Optional.empty(), "--set", "tricks.layer-freeze.enabled=false"));
    Path given =
        Files.copy(first.resolve("weights.safetensors"), folder.resolve("given.safetensors"));

    CommandLineRun frozen =
        ok(
            train(
                folder.resolve("frozen"),
                "photos",
                Optional.of(given),
                "--set",
                "tricks.layer-freeze.end=1dur"));
    CommandLineRun whole = ok(train(folder.resolve("whole"), "photos", Optional.of(given)));

    Map<String, String> before = tensors(given);
    Map<String, String> features = tensors(folder.resolve("frozen/weights.safetensors"));
    Map<String, String> all = tensors(folder.resolve("whole/weights.safetensors"));
    assertThat(features.keySet()).isEqualTo(before.keySet());
    for (String name : before.keySet()) {
      boolean head = name.startsWith("fc.");
      boolean statistic = name.contains("running_");
      assertThat(Objects.equals(features.get(name), before.get(name)))
          .describedAs(name)
          .isEqualTo(!head && !statistic);
      assertThat(all.get(name)).describedAs(name).isNotEqualTo(before.get(name));
    }
    assertThat(frozen.err() + whole.err()).contains("fc.weight");
  }

  /** The recipe's tricks and rates, on a network of seconds. */
  private CommandLineRun train(Path run, String photos, Optional<Path> weights, String... more)
      throws IOException {
    ObjectNode recipe =
        (ObjectNode) new ObjectMapper().readTree(Checkout.recipe("fine-tune").toFile());
    ObjectNode model = recipe.putObject("model");
    model.put("type", "cifar-resnet").put("depth", 8).put("width", 4);
    weights.ifPresent(file -> model.put("weights", file.toString()));
    Path file = Files.writeString(folder.resolve("recipe.json"), recipe.toString());
    List<String> arguments =
        new ArrayList<>(List.of("train", file.toString(), "--output", run.toString()));
    arguments.addAll(List.of("--backend", TinyRuns.BACKEND_ID));
    for (String setting :
        List.of(
            "data.root=" + folder.resolve(photos),
            "data.imageSize=12",
            "data.validation.share=0.25",
            "training.epochs=4",
            "training.batchSize=8",
            "tricks.xresnet-d.enabled=false",
            "tricks.layer-freeze.layers=[\"conv1\",\"bn1\",\"layer1\",\"layer2\",\"layer3\"]")) {
      arguments.addAll(List.of("--set", setting));
    }
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static CommandLineRun ok(CommandLineRun run) {
    assertThat(run.code()).describedAs(run.err()).isZero();
    return run;
  }

  private void photos(String name, List<String> classes) throws IOException {
    Random random = new Random(2);
    for (String one : classes) {
      Path where = Files.createDirectories(folder.resolve(name).resolve(one));
      for (int i = 0; i < 8; i++) {
        BufferedImage image = new BufferedImage(16, 14, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 16 * 14; pixel++) {
          image.setRGB(pixel % 16, pixel / 16, random.nextInt(1 << 24));
        }
        ImageIO.write(image, "png", where.resolve(i + ".png").toFile());
      }
    }
  }

  /** The bytes of each tensor of a safetensors file. */
  private static Map<String, String> tensors(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    JsonNode header =
        new ObjectMapper().readTree(new String(bytes, 8, length, StandardCharsets.UTF_8));
    Map<String, String> tensors = new TreeMap<>();
    for (Map.Entry<String, JsonNode> tensor : header.properties()) {
      JsonNode place = tensor.getValue().get("data_offsets");
      if (place != null) {
        int from = 8 + length + place.get(0).asInt();
        int to = 8 + length + place.get(1).asInt();
        tensors.put(tensor.getKey(), Arrays.toString(Arrays.copyOfRange(bytes, from, to)));
      }
    }
    return tensors;
  }
}
