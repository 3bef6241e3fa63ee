package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.toys.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name is shown on one line, and steers no terminal, wherever it comes from. */
final class ForgedNamesTest {
  private static final String FORGED = "x\nforged\r\u001b[2J\u009b\u202e";
  private static final String IN_JSON = "x\\nforged\\r\\u001b[2J\\u009b\\u202e";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lint NAME",
        "lint RECIPE --set NAME",
        "lint RECIPE --set NAME=1",
        "lint RECIPE --set name=NAME",
        "lint RECIPE --set data.root=NAME",
        "lint RECIPE --set data.classNames=[\"NAME\"]",
        "lint RECIPE --set model.weights=NAME",
        "lint RECIPE --set tricks.NAME.x=1",
        "lint RECIPE --plugins NAME",
        "lint --NAME",
        "explain NAME",
        "list NAME",
        "report NAME",
        "eval NAME",
        "predict NAME image",
        "predict FOLDER NAME",
        "export NAME --format onnx",
        "export FOLDER --format NAME",
        "diff NAME NAME",
        "train NAME",
        "train --resume NAME",
        "train RECIPE --backend NAME",
        "train RECIPE --set data.root=NAME --backend nd4j --output FOLDER/run",
        "bench RECIPE --mode NAME",
        "ablate RECIPE --keep NAME",
        "parity NAME",
        "NAME"
      })
  void onTheCommandLine(String command) {
    String[] arguments =
        Arrays.stream(command.split(" "))
            .map(word -> word.replace("RECIPE", Checkout.recipe("fashion-mnist-tricks").toString()))
            .map(word -> word.replace("FOLDER", folder.toString()))
            .map(word -> word.replace("NAME", FORGED))
            .toArray(String[]::new);

    assertSafe(CommandLineRun.of(arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"NAME\": 1}",
        "{\"name\": \"NAME\"}",
        "{\"extends\": \"NAME\"}",
        "{\"data\": {\"type\": \"NAME\"}, \"model\": {\"NAME\": 1}}",
        "{\"tricks\": [{\"trick\": \"NAME\", \"id\": \"NAME\", \"after\": [\"NAME\"]}]}",
        "{\"tricks\": [{\"trick\": \"mixup\", \"NAME\": 1, \"from\": \"NAME\", \"oneOf\": \"NAME\"}]}"
      })
  void inARecipe(String recipe) throws IOException {
    Path file = folder.resolve(FORGED + ".json");
    Files.writeString(file, recipe.replace("NAME", IN_JSON));

    CommandLineRun answer = CommandLineRun.of("lint", file.toString());

    assertThat(answer.code()).isEqualTo(2);
    assertSafe(answer);
  }

  @Test
  void ofAnImage() throws IOException {
    Path run = folder.resolve("run");
    IdxFolder.write(folder.resolve("data"), 16, 16, 8);
    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            Checkout.recipe("quickstart").toString(),
            "--backend",
            "nd4j",
            "--output",
            run.toString(),
            "--set",
            "data={\"type\": \"idx\", \"root\": \"%s\", \"trainExamples\": 16, \"testExamples\": 16, \"imageSize\": 8}"
                .formatted(folder.resolve("data")),
            "--set",
            "training={\"epochs\": 1, \"batchSize\": 8}",
            "--set",
            "tricks=[]",
            "--set",
            "model={\"type\": \"cifar-resnet\", \"depth\": 8, \"width\": 4}");
    assertThat(trained.code()).as(trained.err()).isZero();
    Path image = folder.resolve(FORGED);
    Files.writeString(image, "no image");

    CommandLineRun answer = CommandLineRun.of("predict", run.toString(), image.toString());

    assertThat(answer.err()).contains("x\\u000aforged\\u000d\\u001b[2J\\u009b\\u202e: [predict/");
    assertSafe(answer);
  }

  private static void assertSafe(CommandLineRun answer) {
    String text = answer.out() + answer.err();
    assertThat(text).isNotEmpty().doesNotContain("\r", "\u001b", "\u009b", "\u202e");
    assertThat(text.lines()).noneMatch(line -> line.startsWith("forged"));
  }
}
