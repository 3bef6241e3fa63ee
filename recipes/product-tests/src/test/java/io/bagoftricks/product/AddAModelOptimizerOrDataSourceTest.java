package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin that {@code docs/add-a-model-optimizer-or-data-source.md} writes does what that page
 * says, and every command works with it.
 */
final class AddAModelOptimizerOrDataSourceTest {
  private static final String PLUGINS = " --plugins my-types/plugins";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;
  private static PagePlugin plugin;

  @TempDir private Path folder;

  @BeforeAll
  static void buildThePlugin() throws IOException {
    plugin =
        PagePlugin.build(
            shared, "add-a-model-optimizer-or-data-source.md", "my-types", "bars-1.0.jar");
  }

  @Test
  void printsWhatThePageShows() {
    assertThat(plugin.printsWhatThePageShows()).containsExactly("list", "explain", "lint", "lint");
  }

  /** Stopped in the middle of an epoch, the run goes on to the very bytes of one that was not. */
  @Test
  void trainsAndResumesToTheSameBytes() throws IOException {
    Path whole = train("whole", "");
    assertThat(JSON.readTree(Files.readString(whole.resolve("result.json"))).get("top1").asDouble())
        .isGreaterThan(0.95);
    assertThat(whole.resolve("receipts.csv")).content().contains("zero-gamma,onInit,2,");

    Path parted = train("parted", " --set training.checkpoint.every=5ba");
    for (String file : new String[] {"weights.safetensors", "result.json"}) {
      Files.delete(parted.resolve(file));
    }
    CommandLineRun resumed =
        plugin.run("train --resume " + parted + " --from step-00000075" + PLUGINS);
    assertThat(resumed.code()).describedAs(resumed.err()).isZero();
    assertThat(parted.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("weights.safetensors"));
  }

  @Test
  void aRunIsUsedWithItsPluginAndRefusedWithout() throws IOException {
    Path run = train("run", "");

    CommandLineRun eval = plugin.run("eval " + run + PLUGINS);
    assertThat(eval.code()).describedAs(eval.err()).isZero();
    assertThat(eval.result().get("top1").asDouble()).isGreaterThan(0.95);
    CommandLineRun export =
        plugin.run(
            "export " + run + " --format onnx --output " + folder.resolve("bars.onnx") + PLUGINS);
    assertThat(export.code()).describedAs(export.err()).isZero();
    JsonNode jar = JSON.readTree(Files.readString(run.resolve("manifest.json"))).get("plugins");
    assertThat(jar.toString()).contains("\"bars-1.0.jar\"", "[\"bars\",\"ladder\",\"lion\"]");

    CommandLineRun without = plugin.run("eval " + run);
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err())
        .contains("[recipe/unknown-type] data.type is \"bars\", which is not known.")
        .contains("[recipe/unknown-type] model.type is \"ladder\", which is not known.")
        .contains("[recipe/unknown-type] optimizer.type is \"lion\", which is not known.")
        .contains("If it is a plugin's, name its folder with --plugins.");
  }

  @Test
  void theSchemaDescribesThem() throws IOException {
    JsonNode definitions = JSON.readTree(plugin.run("schema" + PLUGINS).out()).get("$defs");

    assertThat(definitions.at("/model-ladder/properties").properties())
        .extracting(property -> property.getKey())
        .containsExactly("type", "blocks", "width", "weights", "freeze", "freezeStatistics");
    JsonNode beta = definitions.at("/optimizer-lion/properties/beta1");
    assertThat(beta.get("default").asDouble()).isEqualTo(0.9);
    assertThat(beta.get("minimum").asDouble()).isZero();
    assertThat(beta.get("exclusiveMaximum").asDouble()).isEqualTo(1);
    assertThat(beta.get("description").asText())
        .isEqualTo("how much of the mean the direction takes");
    assertThat(definitions.at("/data-bars/description").asText())
        .isEqualTo("Gray images of a bright bar in noise.");
  }

  @Test
  void aCardIsShownAndAWrongKeyIsFound() {
    assertThat(plugin.run("list lion" + PLUGINS).out())
        .startsWith("# lion\n")
        .endsWith("\nFound in " + plugin.root() + "/plugins/bars-1.0.jar.\n");
    CommandLineRun lint =
        plugin.run("lint my-types/bars.json --set model.widht=3 --set data.shape=1" + PLUGINS);
    assertThat(lint.code()).isEqualTo(2);
    assertThat(lint.out())
        .contains("Key 'widht' is not known in model (ladder). Did you mean 'width'?")
        .contains(
            "Key 'shape' is not known in data (bars). Known: 'examples', 'noise', 'validation', 'type'.");
  }

  @Test
  void whatItNotesOfARunIsTold() {
    assertThat(plugin.run("lint my-types/bars.json --set model.width=3" + PLUGINS).out())
        .contains(
            "--set model.width=3: [recipe/setting] model.width: 3 is less than the classes, 4");
  }

  /** The keys of every model: the weights of one run start another, frozen parts keep theirs. */
  @Test
  void startsFromGivenWeightsAndFreezes() throws IOException {
    Path first = train("first", "");
    Path second =
        train(
            "second",
            " --set model.freeze=[\"conv1\",\"layer1.0\"] --set training.epochs=1 --set model.weights="
                + first.resolve("weights.safetensors"));
    assertThat(tensor(second, "conv1.weight")).isEqualTo(tensor(first, "conv1.weight"));
    assertThat(tensor(second, "layer1.0.bn1.bias")).isEqualTo(tensor(first, "layer1.0.bn1.bias"));
    assertThat(tensor(second, "layer1.1.conv1.weight"))
        .isNotEqualTo(tensor(first, "layer1.1.conv1.weight"));
  }

  /** Masters are updated, by steps that 16 bits would swallow. */
  @Test
  void updatesTheMastersOfSixteenBits() throws IOException {
    String half =
        " --set tricks=[{\"trick\":\"mixed-precision\",\"type\":\"bf16\"}] --set training.epochs=1 --set optimizer.learningRate=";
    Path slow = train("slow", half + "1e-7");
    Path slower = train("slower", half + "5e-8");

    assertThat(tensor(slow, "layer1.1.conv1.weight"))
        .isNotEqualTo(tensor(slower, "layer1.1.conv1.weight"));
  }

  private Path train(String name, String more) {
    Path run = folder.resolve(name);
    CommandLineRun answer =
        plugin.run(
            "train my-types/bars.json --backend nd4j --set training.loaderThreads=1 --output "
                + run
                + more
                + PLUGINS);
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    return run;
  }

  private static String tensor(Path run, String name) throws IOException {
    byte[] file = Files.readAllBytes(run.resolve("weights.safetensors"));
    int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    JsonNode offsets = JSON.readTree(file, 8, header).get(name).get("data_offsets");
    return Arrays.toString(
        Arrays.copyOfRange(
            file, 8 + header + offsets.get(0).asInt(), 8 + header + offsets.get(1).asInt()));
  }
}
