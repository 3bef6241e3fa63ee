package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.read;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.RecipeFixtures.EveryType;
import io.bagoftricks.engine.recipe.ToyTypes.Folder;
import io.bagoftricks.engine.recipe.ToyTypes.Noise;
import io.bagoftricks.engine.recipe.ToyTypes.ResNet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OverridesTest {
  private static final String GOOD = resource("good.json");

  @Test
  void replacesValuesOfSections() {
    Recipe recipe = read(GOOD, "training.epochs=7", "data.root=/x=y", "name=other");

    assertThat(recipe.training().epochs()).isEqualTo(7);
    assertThat(recipe.data().settings()).isEqualTo(new Folder("/x=y", 224));
    assertThat(recipe.name()).isEqualTo("other");
  }

  @Test
  void addsKeysAndSectionsThatTheRecordsHave() {
    assertThat(read(GOOD, "data.size=32").data().settings()).isEqualTo(new Folder("pictures", 32));
    String withoutTraining =
        "{\"name\":\"a\",\"data\":{\"type\":\"noise\"},"
            + "\"model\":{\"type\":\"resnet\"},\"optimizer\":{\"type\":\"sgd\"}}";
    assertThat(read(withoutTraining, "training.seed=-1").training().seed()).isEqualTo(-1);
  }

  @Test
  void replacesWholeSections() {
    Recipe recipe =
        read(GOOD, "model={\"type\": \"resnet\", \"depth\": 18}", "data={\"type\":\"noise\"}");

    assertThat(recipe.model().settings()).isEqualTo(new ResNet(18));
    assertThat(recipe.data().settings()).isEqualTo(new Noise(10));
  }

  @Test
  void findsTricksByInstanceThenByTrickThenByIndex() {
    Recipe recipe =
        read(
            GOOD,
            "tricks.first-mix.alpha=1",
            "tricks.mixup.alpha=2",
            "tricks[6].maybe=3",
            "tricks[5].mean[1]=0.75");

    assertThat(configs(recipe, "mixup")).containsExactly("Mixup[alpha=1.0]", "Mixup[alpha=2.0]");
    assertThat(((EveryType) recipe.tricks().get(6).config()).maybe()).isEqualTo(Optional.of(3));
    assertThat(configs(recipe, "normalize").get(0)).contains("mean=[0.0, 0.75, 0.1]");
  }

  @Test
  void findsATrickByItsNameThoughItsInstanceHasAnother() {
    Recipe recipe =
        read(GOOD, "tricks[3].id=second-mix", "tricks[2].trick=zero-gamma", "tricks.mixup.alpha=3");

    assertThat(configs(recipe, "mixup")).containsExactly("Mixup[alpha=3.0]");
  }

  @Test
  void takesTheLastOfTwo() {
    assertThat(read(GOOD, "training.epochs=5", "training.epochs=6").training().epochs())
        .isEqualTo(6);
  }

  @Test
  void readsValuesAsJsonAndElseAsText() {
    EveryType config =
        (EveryType)
            read(
                    GOOD,
                    "tricks.every-type.text=plain words",
                    "tricks.every-type.flag=true",
                    "tricks.every-type.texts=[\"a\", \"b\"]",
                    "tricks.every-type.time=5ep")
                .tricks()
                .get(6)
                .config();

    assertThat(config.text()).isEqualTo("plain words");
    assertThat(config.flag()).isTrue();
    assertThat(config.texts()).containsExactly("a", "b");
    assertThat(config.time()).hasToString("5ep");
    assertThat(read(GOOD, "name=\"7\"").name()).isEqualTo("7");
  }

  /** Shells take quotes away. */
  @ParameterizedTest
  @ValueSource(strings = {"2024", "0", "1e3", "true", "false"})
  void takesNumbersAndTrueAndFalseAsTheyAreWrittenWhereTextIsDue(String bare) {
    Recipe recipe =
        read(
            GOOD,
            "name=" + bare,
            "data.root=" + bare,
            "tricks[6].id=" + bare,
            "tricks[6].texts=[" + bare + "]");

    assertThat(recipe.name()).isEqualTo(bare);
    assertThat(recipe.data().settings()).isEqualTo(new Folder(bare, 224));
    assertThat(recipe.tricks()).extracting(TrickEntry::id).endsWith(bare);
    assertThat(((EveryType) recipe.tricks().get(6).config()).texts()).containsExactly(bare);
  }

  @Test
  void aFileSaysWhatIsTextByItsQuotes() {
    assertThat(read(GOOD, "data.root=-1.50").data().settings()).isEqualTo(new Folder("-1.50", 224));
    assertThat(
            catchThrowableOfType(
                    ProblemException.class, () -> read(GOOD.replace("\"pictures\"", "2024")))
                .problems()
                .get(0)
                .message())
        .isEqualTo("data.root is 2024, but must be text in quotes.");
    assertThat(refused("name=null").problems().get(0).message())
        .isEqualTo("name is null, but must be text in quotes. Leave the key out for the default.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.epoch=3 | [recipe/bad-override] Key 'epoch' is not known in training. Did you mean 'epochs'?",
        "trainig.epochs=3 | [recipe/bad-override] Key 'trainig' is not known in a recipe. Did you mean 'training'?",
        "name.x=3 | [recipe/bad-override] There is no 'name.x': 'name' is \"resnet20-noise\".",
        "training.epochs.x=3 | [recipe/bad-override] There is no 'training.epochs.x': 'training.epochs' is 3.",
        "training[0]=3 | [recipe/bad-override] There is no 'training[0]': 'training' is an object.",
        "tricks.mixpu.alpha=1 | [recipe/bad-override] No trick 'mixpu' is in the recipe. Did you mean 'mixup'?",
        "tricks[7].alpha=1 | [recipe/bad-override] There is no 'tricks[7]': 'tricks' has the entries 0 to 6.",
        "tricks[5].mean.x=1 | [recipe/bad-override] There is no 'tricks[5].mean.x': 'tricks[5].mean' is a list.",
        "tricks.mixup.beta=1 | [recipe/bad-override] Key 'beta' is not known in tricks[3] (mixup). Known: 'alpha', 'trick', 'id', 'enabled', 'from', 'until', 'every', 'oneOf', 'oneOfWeight', 'after', 'mayHaveNoEffect'.",
        "training.epochs=x | [recipe/wrong-type] training.epochs is \"x\", but must be a whole number.",
        "training.batchSize=2147483648 | [recipe/value-out-of-range] training.batchSize is 2147483648, but must be between 1 and 1048576.",
        "training.epochs=0 | [recipe/value-out-of-range] training.epochs is 0, but must be 1 to 100000.",
        "data={\"type\":1,\"type\":2} | [recipe/duplicate-key] Key 'type' occurs twice in one object. Keep one of them.",
      })
  void saysWhatIsWrongWithAnOverride(String override, String message) {
    ProblemException refused = refused(override);

    assertThat(refused.problems().get(0)).hasToString("--set " + override + ": " + message);
  }

  @ParameterizedTest
  @CsvSource({
    "training.epochs",
    "=3",
    ".epochs=3",
    "training..epochs=3",
    "tricks[x].alpha=3",
    "tricks[99999999999].alpha=3",
    "[0]=3",
    "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q=1"
  })
  void explainsHowAnOverrideIsWritten(String override) {
    assertThat(refused(override).problems())
        .singleElement()
        .asString()
        .isEqualTo(
            "--set %s: [recipe/bad-override] This is not a path and value. Write a path of keys, '=' and the value, such as training.epochs=3 or tricks[0].id=first."
                .formatted(override));
  }

  @Test
  void asksWhichOfTwoInstancesIsMeant() {
    assertThat(refused("tricks[3].id=second-mix", "tricks.mixup.alpha=3").problems())
        .singleElement()
        .asString()
        .contains(
            "[recipe/bad-override] 'mixup' is there 2 times. Name one of them by its id, or as tricks[2].");
  }

  @Test
  void saysThatThereAreNoTricks() {
    String none =
        "{\"name\":\"a\",\"data\":{\"type\":\"noise\"},\"model\":{\"type\":\"resnet\"},"
            + "\"optimizer\":{\"type\":\"sgd\"}}";

    assertThat(
            catchThrowableOfType(ProblemException.class, () -> read(none, "tricks.mixup.alpha=1"))
                .problems())
        .singleElement()
        .asString()
        .endsWith("[recipe/bad-override] No trick 'mixup' is in the recipe. There is none.");
  }

  @Test
  void reportsAllOverridesAndTheFileTogether() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                read(
                    GOOD.replace("\"depth\": 8", "\"depth\": 9"),
                    "training.epochs=x",
                    "nowhere=1",
                    "training.batchSize=0"));

    assertThat(refused.problems())
        .extracting(Problem::where)
        .containsExactly(
            "test.json:4",
            "--set nowhere=1",
            "--set training.batchSize=0",
            "--set training.epochs=x");
  }

  private static ProblemException refused(String... overrides) {
    return catchThrowableOfType(ProblemException.class, () -> read(GOOD, overrides));
  }

  private static List<String> configs(Recipe recipe, String trick) {
    return recipe.tricks().stream()
        .filter(entry -> entry.trick().equals(trick))
        .map(entry -> entry.config().toString())
        .toList();
  }
}
