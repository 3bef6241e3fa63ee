package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code tricks parity} ends, and what it says: on ResNet-20 in the reference backend. */
final class ParityCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/cifar_resnet20.json");

  @TempDir Path folder;

  @Test
  void endsWithZeroWithinTheBoundsOfThePrecision() throws IOException {
    CommandLineRun run = parity(GOLDEN, "--precision", "f32");
    assertThat(run.code()).describedAs(run.err()).isZero();
    assertThat(run.err()).doesNotContain("bound");
    assertThat(run.result().get("model").asText()).isEqualTo("cifar_resnet20");
  }

  /** Of those that come with the program, the fastest has not. */
  @Test
  void takesABackendThatHasThePrecision() throws IOException {
    String[] arguments = {"parity", GOLDEN.toString(), "--precision", "f64"};
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.code()).describedAs(run.err()).isZero();
    assertThat(run.result().get("gradients").asDouble()).isLessThan(1e-7);

    CommandLineRun named =
        CommandLineRun.of("parity", GOLDEN.toString(), "--precision", "f64", "--backend", "onednn");
    assertThat(named.code()).isEqualTo(2);
    assertThat(named.err())
        .contains(
            "[backend/precision] Backend 'onednn' cannot compute with activations stored as DOUBLE;"
                + " it can with [");
  }

  @Test
  void endsWithOneAndNamesWhatIsBeyondItsBound() throws IOException {
    CommandLineRun run =
        parity(
            GOLDEN,
            "--bound",
            "logitsAfterSixSteps=0",
            "--bound",
            "gradientCosine=1.5",
            "--bound",
            "gradients=0.1");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("beyond its bound: logitsAfterSixSteps is ")
        .contains(", but must be at most 0.0")
        .containsPattern("gradientCosine is \\S+, but must be at least 1.5")
        .doesNotContain("gradients is");
    assertThat(run.result().get("logitsAfterSixSteps").asDouble()).isPositive();
  }

  /** A value that is wrong by a thousandth is what a golden file is there to find. */
  @Test
  void findsOneWrongValue() throws IOException {
    String text = Files.readString(GOLDEN);
    String first = text.replaceFirst("(?s).*\"losses\":\\s*\\[\\s*([0-9.]+).*", "$1");
    Path wrong = folder.resolve("wrong.json");
    Files.writeString(
        wrong,
        text.replaceFirst(
            "(\"losses\":\\s*\\[\\s*)[0-9.]+", "$1" + Double.parseDouble(first) * 1.002));
    CommandLineRun run = parity(wrong);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("beyond its bound: firstLoss is 0.00200, but must be at most 1.0E-4")
        .contains("beyond its bound: losses is 0.00")
        .doesNotContain("logits is");
  }

  @Test
  void takesARecipeForAModelOfAnotherName() throws IOException {
    Path other = folder.resolve("other.json");
    Files.writeString(
        other,
        Files.readString(GOLDEN)
            .replaceFirst("\"model\":\\s*\"cifar_resnet20\"", "\"model\": \"mine\""));
    CommandLineRun unknown = parity(other);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("[golden/unknown-model] No recipe says how to build the golden file's model ")
        .contains("--recipe RECIPE");

    Path recipe = folder.resolve("mine.json");
    Files.writeString(recipe, recipe(20));
    CommandLineRun run = parity(other, "--recipe", recipe.toString());
    assertThat(run.code()).describedAs(run.err()).isZero();
    assertThat(run.result().get("model").asText()).isEqualTo("mine");

    Files.writeString(recipe, recipe(8));
    CommandLineRun smaller = parity(other, "--recipe", recipe.toString());
    assertThat(smaller.code()).isEqualTo(2);
    assertThat(smaller.err())
        .contains("[golden/other-network] The golden file has parameters that the network lacks: ");
  }

  @Test
  void saysWhatKeepsAGoldenFileFromBeingRead() throws Exception {
    Path file = folder.resolve("golden.json");
    CommandLineRun none = parity(file);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains(file + ": [golden/not-found] There is no such file.");

    Files.writeString(file, "{\"model\": 7");
    CommandLineRun cutOff = parity(file);
    assertThat(cutOff.code()).isEqualTo(2);
    assertThat(cutOff.err()).contains(file + ": [golden/not-readable] ");

    Files.writeString(file, "{\"model\": {}}");
    assertThat(parity(file).err())
        .contains("[golden/not-readable] The value of 'model' is not of the type that is due");
    assertThat(parity(folder).err())
        .contains("[golden/not-readable] The golden file cannot be read: Is a directory.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss=1 | is not a measure; there are logits, firstLoss,",
        "losses=-1 | --bound losses=-1.0 can never be met",
        "losses=NaN | can never be met",
        "losses=many | many",
        "losses | losses",
      })
  void refusesBoundsThatAreNone(String bound, String why) {
    CommandLineRun run = parity(GOLDEN, "--bound", bound);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(why).doesNotContain("defect");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"inputShape\": [8, 3, 32]",
        "\"inputShape\": [8, 3, 32, 0]",
        "\"evalLogits\": [1, 2, 3]",
        "\"classes\": 1",
        "\"optimizer\": \"Adam\"",
        "\"losses\": []",
        "\"gradients\": {\"nobody.weight\": {\"l2\": 1, \"sum\": 1, \"first\": []}}",
        "\"runningAfterOneForward\": {\"bn9.running_mean\": [1]}",
        "\"weightNormsAfterSixSteps\": {\"nobody\": 1}",
        "\"losses\": [null]",
        "\"parameters\": null",
        "\"parameters\": [null]",
        "\"gradients\": {\"fc.bias\": null}",
        "\"gradients\": {\"fc.bias\": {\"l2\": 1, \"sum\": 1, \"first\": [0,0,0,0,0,0,0,0,0,0,0]}}",
        "\"runningAfterOneForward\": {\"bn1.running_mean\": [null]}",
      })
  void tellsWhatIsWrongInAGoldenFile(String wrong) throws IOException {
    String key = wrong.substring(0, wrong.indexOf(':'));
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode golden = (ObjectNode) mapper.readTree(Files.readString(GOLDEN));
    golden.setAll((ObjectNode) mapper.readTree("{" + wrong + "}"));
    Path file = folder.resolve("damaged.json");
    Files.writeString(file, golden.toString());
    CommandLineRun run = parity(file);
    assertThat(run.code()).describedAs(run.err()).isEqualTo(2);
    assertThat(run.err())
        .contains("[golden/")
        .contains(wrong.contains("nobody.weight") ? "nobody.weight" : key.replace("\"", ""))
        .doesNotContain("defect");
  }

  private static String recipe(int depth) {
    return String.format(
        Locale.ROOT,
        """
    {
      "name": "mine",
      "data": {"type": "image-folder", "classes": 10, "trainExamples": 1000, "testExamples": 1000, "imageSize": 32},
      "model": {"type": "cifar-resnet", "depth": %d},
      "optimizer": {"type": "nag"}
    }
    """,
        depth);
  }

  private static CommandLineRun parity(Path golden, String... more) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("parity", golden.toString(), "--backend", "nd4j"), Stream.of(more))
            .toArray(String[]::new));
  }
}
