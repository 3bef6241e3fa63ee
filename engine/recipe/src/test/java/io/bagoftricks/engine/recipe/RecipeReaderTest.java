package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.CATALOG;
import static io.bagoftricks.engine.recipe.RecipeFixtures.TYPES;
import static io.bagoftricks.engine.recipe.RecipeFixtures.read;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.RecipeFixtures.EveryType;
import io.bagoftricks.engine.recipe.RecipeFixtures.Profile;
import io.bagoftricks.engine.recipe.ToyTypes.CifarResNet;
import io.bagoftricks.engine.recipe.ToyTypes.Folder;
import io.bagoftricks.engine.recipe.ToyTypes.Nag;
import io.bagoftricks.engine.recipe.internal.binding.JsonTreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecipeReaderTest {
  private static final String GOOD = resource("good.json");

  @TempDir Path folder;

  @Test
  void bindsSectionsAndFillsInDefaults() {
    Recipe recipe = read(GOOD);

    assertThat(recipe.name()).isEqualTo("resnet20-noise");
    assertThat(recipe.source()).isEqualTo("test.json");
    assertThat(recipe.data().settings()).isEqualTo(new Folder("pictures", 224));
    assertThat(recipe.model().settings()).isEqualTo(new CifarResNet(8, 16));
    assertThat(recipe.optimizer().settings())
        .isEqualTo(new Nag(1.0, 0.9, 1e-4, UpdateRule.Nag.Form.MXNET));
    assertThat(recipe.training())
        .isEqualTo(new TrainingConfig(3, 128, 32, Long.MAX_VALUE, true, 1, 2));
  }

  @Test
  void bindsTricksWithTheEnginesKeys() {
    List<TrickEntry> tricks = read(GOOD).tricks();

    assertThat(tricks)
        .extracting(TrickEntry::id)
        .containsExactly(
            "zero-gamma",
            "warmup",
            "first-mix",
            "mixup",
            "label-smoothing",
            "normalize",
            "every-type");
    assertThat(tricks.get(0).mayHaveNoEffect()).isTrue();
    assertThat(tricks.get(1).mayHaveNoEffect()).isFalse();
    assertThat(tricks.get(2).trick()).isEqualTo("mixup");
    assertThat(tricks.get(3).after()).containsExactly("first-mix", "warmup");
    assertThat(tricks.get(3).where()).isEqualTo("test.json:11");
    assertThat(tricks.get(4).config()).hasToString("Smoothing[smoothing=0.0, profile=GLUON_CV]");
  }

  @Test
  void bindsEveryTypeOfSetting() {
    EveryType config = (EveryType) read(GOOD).tricks().get(6).config();

    assertThat(config.text()).isEqualTo("ä\"\n");
    assertThat(config.time().value()).isEqualTo(0.0001);
    assertThat(config.wholes()).containsExactly(1, -2);
    assertThat(config.maybe()).isEqualTo(Optional.of(7));
    assertThat(config.maybeList()).isEqualTo(Optional.of(List.of(Profile.PAPER, Profile.GLUON_CV)));
    assertThat(config.real()).isEqualTo(0.5);
    assertThat(config.unlimited()).isInfinite();
  }

  @Test
  void needsNeitherTrainingNorTricks() {
    Recipe recipe =
        read(
            "{\"name\":\"a\",\"data\":{\"type\":\"noise\"},\"model\":{\"type\":\"resnet\"},"
                + "\"optimizer\":{\"type\":\"adamw\"}}");

    assertThat(recipe.training()).isEqualTo(TrainingConfig.defaults());
    assertThat(recipe.tricks()).isEmpty();
  }

  @Test
  void readsFilesAndNamesThemInMessages() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), GOOD);
    assertThat(readFile(file).source()).isEqualTo(file.toString());

    Files.writeString(file, GOOD.replace("noise", ""));
    assertThat(readFile(file).name()).isEqualTo("resnet20-");
    Files.writeString(file, GOOD.replace("mixup", "mixpu"));
    assertThatThrownBy(() -> readFile(file))
        .hasMessageStartingWith(file + ":10: [recipe/unknown-trick] Trick 'mixpu'");
  }

  @Test
  void namesFilesNearAMissingOne() throws IOException {
    Files.writeString(folder.resolve("baseline.json"), GOOD);
    assertThatThrownBy(() -> readFile(folder.resolve("basline.json")))
        .isInstanceOf(ProblemException.class)
        .hasMessageEndingWith(
            "basline.json: [recipe/unreadable] There is no such file. Did you mean 'baseline.json'?");
    assertThatThrownBy(() -> readFile(folder.resolve("none").resolve("a.json")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("nor its folder");
    assertThatThrownBy(() -> readFile(folder))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[recipe/unreadable] The recipe cannot be read: Is a directory.");
  }

  @Test
  void readsUtf8Alone() throws IOException {
    Path file = folder.resolve("a.json");
    Files.write(file, ("\uFEFF" + GOOD).getBytes(UTF_8));
    assertThat(readFile(file).training().epochs()).isEqualTo(3);

    Files.write(file, "{\n  \"name\": \"\u00e4\"}".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> readFile(file))
        .hasMessage(file + ":2: [recipe/syntax] Byte 13 is not UTF-8. Save the recipe as UTF-8.");
    Files.write(file, GOOD.getBytes(UTF_16));
    assertThatThrownBy(() -> readFile(file)).hasMessageContaining("Byte 0 is not UTF-8");
  }

  @Test
  void readsOneMebibyteAndNoMore() throws IOException {
    String spaces = " ".repeat(JsonTreeReader.MAX_BYTES - GOOD.length());
    Path file = Files.writeString(folder.resolve("a.json"), GOOD + spaces);
    assertThat(readFile(file).training().epochs()).isEqualTo(3);

    Files.writeString(file, GOOD + spaces + " ");
    assertThatThrownBy(() -> readFile(file))
        .hasMessageContaining("[recipe/syntax] The text is longer than 1 MiB");

    Files.writeString(file, "{\"name\": \"" + "ü".repeat(600_000) + "\"}"); // of two bytes each
    assertThatThrownBy(() -> readFile(file))
        .hasMessageContaining("[recipe/syntax] The text is longer than 1 MiB");
  }

  @Test
  void acceptsTheBoundsOfWholeNumbers() {
    String text = GOOD.replace("\"maybe\": 7", "\"small\": %s, \"large\": %s");
    EveryType least =
        (EveryType)
            read(text.formatted(Integer.MIN_VALUE, Long.MIN_VALUE)).tricks().get(6).config();
    EveryType most =
        (EveryType)
            read(text.formatted(Integer.MAX_VALUE, Long.MAX_VALUE)).tricks().get(6).config();

    assertThat(least.small()).isEqualTo(Integer.MIN_VALUE);
    assertThat(least.large()).isEqualTo(Long.MIN_VALUE);
    assertThat(most.small()).isEqualTo(Integer.MAX_VALUE);
    assertThat(most.large()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void nestsSixtyFourLevelsAndNoMore() {
    String open = "[".repeat(JsonTreeReader.MAX_DEPTH - 2);
    String close = "]".repeat(JsonTreeReader.MAX_DEPTH - 2);
    assertThatThrownBy(() -> read("{\"name\": {\"x\": " + open + close + "}}"))
        .hasMessageContaining("[recipe/wrong-type] name is an object");
    assertThatThrownBy(() -> read("{\"name\": {\"x\": [" + open + close + "]}}"))
        .hasMessageContaining("[recipe/syntax]")
        .hasMessageNotContaining("wrong-type");
  }

  /** As in JSON Schema, where 2.0 is an integer. */
  @ParameterizedTest
  @CsvSource({
    "2.0, 2",
    "2e0, 2",
    "20e-1, 2",
    "0.2e1, 2",
    "1e2, 100",
    "99999.000, 99999",
  })
  void aWholeNumberMayHaveAPoint(String number, int epochs) {
    assertThat(read(GOOD, "training.epochs=" + number).training().epochs()).isEqualTo(epochs);
  }

  @ParameterizedTest
  @CsvSource({
    "2.5, wrong-type",
    "1e-1, wrong-type",
    "1e-999999999999, wrong-type",
    "1e99, value-out-of-range",
    "1e999999999, value-out-of-range",
    "1e999999999999, value-out-of-range",
    "-1e999999999, value-out-of-range",
    "9223372036854775808, value-out-of-range"
  })
  void otherNumbersAreNone(String number, String problem) {
    assertThatThrownBy(() -> read(GOOD, "training.epochs=" + number))
        .hasMessageContaining("[recipe/" + problem + "] training.epochs is " + number);
    assertThatThrownBy(() -> read(GOOD, "training.seed=" + number))
        .hasMessageContaining("[recipe/" + problem + "] training.seed is " + number);
  }

  @Test
  void saysLittleOfEachOfManyMistakes() {
    String tricks =
        IntStream.range(0, 290)
            .mapToObj(
                i ->
                    "{\"trick\": \"mixup\", \"id\": \"aI\", \"after\": [\"zzzzzI\"]}"
                        .replace("I", Integer.toString(i)))
            .collect(Collectors.joining(","));
    String text = GOOD.replace("{\"trick\": \"zero-gamma\", \"mayHaveNoEffect\": true}", tricks);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> read(text))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .hasSize(290)
                    .allSatisfy(p -> assertThat(p.message()).hasSizeLessThan(500)))
        .withMessageContaining(" and 256 more.");
  }

  private static Recipe readFile(Path file) {
    return new RecipeReader(TYPES).read(file, List.of(), CATALOG);
  }
}
