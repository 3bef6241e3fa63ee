package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that are legal and absurd get an answer at once, in a sentence. */
final class ExtremeArgumentsTest {
  /** Not a measure: what this is for did not end at all. */
  private static final Duration FOR_EVER = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lint RECIPE --set model.depth=2147483642",
        "lint RECIPE --set training.epochs=2147483647",
        "explain RECIPE --set training.epochs=2147483647",
        "explain RECIPE --set training.batchSize=2147483647 --set training.dropLast=false",
        "explain RECIPE --set training.seed=9223372036854775808",
        "explain RECIPE --set training.checkpoint.every=1000000000000000000000ep",
        "explain RECIPE --set tricks.mixup.every=1000000000000000000000ba",
        "explain RECIPE --set tricks.mixup.until=-1000000000000000000000ba",
        "explain RECIPE --set tricks.step-decay.epochs=[2147483648]",
        "explain RECIPE --set model.width=2147483647",
        "explain RECIPE --set optimizer.learningRate=1e999",
        "bench RECIPE --batch 2147483647",
        "bench RECIPE --batch 1048576 --size 8192",
        "bench RECIPE --size 2147483647",
        "bench RECIPE --steps 2147483647",
        "bench RECIPE --steps 9999999999",
        "find-lr RECIPE --updates 2147483647",
        "find-lr RECIPE --to 1e999",
        "ablate RECIPE --seeds 2147483647",
        "ablate RECIPE --epochs 2147483647",
        "train RECIPE --profile FOLDER/t --profile-updates 1-999999999999999",
        "train RECIPE --profile FOLDER/t --profile-updates 1-99999999999999999999",
        "export FOLDER --format onnx --samples 2147483647",
      })
  void isRefused(String command) {
    CommandLineRun answer = answer(command);

    assertThat(answer.code()).as(answer.err()).isEqualTo(2);
    assertThat(answer.out() + answer.err())
        .doesNotContain("defect", "Exception")
        .containsPattern("\\[[a-z]+/[a-z-]+]|--[a-z-]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain RECIPE --set training.epochs=100000 --set training.evaluateEvery=100000",
        "explain RECIPE --set model.depth=1202 --set model.width=16",
        "explain RECIPE --set training.seed=-9223372036854775808",
        "explain RECIPE --set tricks.mixup.every=1000000000000000ba",
        "explain RECIPE --set tricks.mixup.until=1000000000ep",
        "explain RECIPE --set training.checkpoint.every=1000000000ep",
        "explain RECIPE --set training.evaluateEvery=100000",
        "explain RECIPE --set optimizer.learningRate=1e300",
      })
  void isPlanned(String command) {
    CommandLineRun answer = answer(command);

    assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
    assertThat(answer.out()).contains("Memory, about");
  }

  @Test
  void asManyInstancesAsThereMayBeArePlanned() throws IOException {
    Path recipe = recipe(300, "zero-gamma", "");

    CommandLineRun answer = answer("lint " + recipe);

    assertThat(answer.out()).isEqualTo("no problems\n");
  }

  /** Each after all before it: the reasons that no other implies were looked for on every path. */
  @Test
  void aLongChainIsExplained() throws IOException {
    Path recipe = recipe(60, "zero-gamma", ", \"after\": [%s]");

    CommandLineRun answer = answer("explain " + recipe);

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains("because the recipe puts t59 after t58")
        .doesNotContain("because the recipe puts t59 after t57");
  }

  @Test
  void moreInstancesAreRefused() throws IOException {
    CommandLineRun answer = answer("lint " + recipe(301, "zero-gamma", ""));

    assertThat(answer.out())
        .contains(
            "[recipe/too-many-tricks] tricks has 301 entries, but may have at most 300. Take some"
                + " out, or divide the recipe.");
  }

  /** A megabyte of mistakes. */
  @ParameterizedTest
  @ValueSource(strings = {"\"k%d\": 0", "\"trick%d\": {\"a\": []}", "\"namm%d\": \"\\u001b[2J\""})
  void aMegabyteOfKeysIsRefused(String key) throws IOException {
    Path recipe = folder.resolve("keys.json");
    Files.writeString(
        recipe,
        IntStream.range(0, 1_000_000 / (key.length() + 6))
            .mapToObj(i -> String.format(Locale.ROOT, key, i))
            .collect(Collectors.joining(", ", "{", "}")));

    CommandLineRun answer = answer("lint " + recipe);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out())
        .contains("[recipe/unknown-key]", "[recipe/too-many-problems]")
        .hasLineCount(1002)
        .doesNotContain("\u001b");
  }

  @Test
  void aMegabyteOfWhatToComeAfterIsRefused() throws IOException {
    Path recipe = folder.resolve("after.json");
    Files.writeString(
        recipe,
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"w" + i + '"')
            .collect(
                Collectors.joining(
                    ",",
                    "{\"name\": \"a\", \"data\": {\"type\": \"sample\"}, \"model\": {\"type\":"
                        + " \"cifar-resnet\"}, \"optimizer\": {\"type\": \"sgd\"}, \"tricks\":"
                        + " [{\"trick\": \"warmup\", \"after\": [",
                    "]}]}")));

    CommandLineRun answer = answer("lint " + recipe);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).contains("[recipe/value-out-of-range] tricks[0].after");
  }

  private Path recipe(int instances, String trick, String more) throws IOException {
    List<String> entries = new ArrayList<>();
    List<String> before = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      entries.add(
          String.format(
              Locale.ROOT,
              "{\"trick\": \"%s\", \"id\": \"t%d\"%s}",
              trick,
              i,
              more.formatted(String.join(", ", before))));
      before.add(String.format(Locale.ROOT, "\"t%d\"", i));
    }
    return Files.writeString(
        folder.resolve("many.json"),
        """
        {
          "name": "many",
          "data": {"type": "sample", "validation": "test"},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "sgd"},
          "training": {"epochs": 1, "batchSize": 100},
          "tricks": [%s]
        }
        """
            .formatted(String.join(", ", entries)));
  }

  private CommandLineRun answer(String command) {
    String[] arguments =
        Arrays.stream(command.split(" "))
            .map(word -> word.replace("RECIPE", Checkout.recipe("fashion-mnist-tricks").toString()))
            .map(word -> word.replace("FOLDER", folder.toString()))
            .toArray(String[]::new);
    return assertTimeoutPreemptively(FOR_EVER, () -> CommandLineRun.of(arguments), command);
  }
}
