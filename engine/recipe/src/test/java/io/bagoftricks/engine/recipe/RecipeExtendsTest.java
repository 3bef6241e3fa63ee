package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.CATALOG;
import static io.bagoftricks.engine.recipe.RecipeFixtures.TYPES;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.engine.recipe.ToyTypes.CifarResNet;
import io.bagoftricks.engine.recipe.ToyTypes.Folder;
import io.bagoftricks.engine.recipe.ToyTypes.Nag;
import io.bagoftricks.engine.recipe.ToyTypes.ResNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that a recipe inherits from the one that it extends. */
final class RecipeExtendsTest {
  @TempDir Path folder;

  @BeforeEach
  void writeBase() throws IOException {
    write("base.json", resource("good.json"));
  }

  @Test
  void takesEverythingThatItDoesNotSay() throws IOException {
    Recipe recipe = read("{'extends': 'base.json'}");

    assertThat(RecipeWriter.toJson(recipe)).isEqualTo(resource("good-resolved.json"));
    assertThat(recipe.source()).endsWith("recipe.json");
  }

  @Test
  void mergesObjectsKeyByKey() throws IOException {
    Recipe recipe =
        read(
            "{'extends': 'base.json', 'name': 'mine', 'optimizer': {'learningRate': 0.5},"
                + " 'training': {'epochs': 7}, 'model': {'type': 'cifar-resnet', 'width': 4}}");

    assertThat(recipe.name()).isEqualTo("mine");
    assertThat(recipe.optimizer().settings())
        .isEqualTo(new Nag(0.5, 0.9, 1e-4, UpdateRule.Nag.Form.MXNET));
    assertThat(recipe.training())
        .isEqualTo(new TrainingConfig(7, 128, 32, Long.MAX_VALUE, true, 1, 2));
    assertThat(recipe.model().settings()).isEqualTo(new CifarResNet(8, 4));
    assertThat(recipe.data().settings()).isEqualTo(new Folder("pictures", 224));
  }

  @Test
  void takesNoSettingFromAnotherType() throws IOException {
    Recipe recipe = read("{'extends': 'base.json', 'model': {'type': 'resnet'}}");

    assertThat(recipe.model().settings()).isEqualTo(new ResNet(50));
  }

  @Test
  void mergesTricksByInstance() throws IOException {
    Recipe recipe =
        read(
            "{'extends': 'base.json', 'tricks': ["
                + "{'trick': 'mixup', 'after': []}, {'id': 'first-mix', 'alpha': 0.7},"
                + "{'trick': 'label-smoothing', 'id': 'more', 'smoothing': 0.3}]}");

    assertThat(recipe.tricks())
        .extracting(TrickEntry::id)
        .containsExactly(
            "zero-gamma",
            "warmup",
            "first-mix",
            "mixup",
            "label-smoothing",
            "normalize",
            "every-type",
            "more");
    assertThat(recipe.tricks().get(2).config()).hasToString("Mixup[alpha=0.7]");
    assertThat(recipe.tricks().get(3).config()).hasToString("Mixup[alpha=0.4]");
    assertThat(recipe.tricks().get(3).after()).isEmpty();
  }

  @Test
  void replacesAnInstanceThatBecomesAnotherTrick() throws IOException {
    Recipe recipe =
        read(
            "{'extends': 'base.json', 'tricks':"
                + " [{'trick': 'label-smoothing', 'id': 'first-mix', 'smoothing': 0.3}]}");

    assertThat(recipe.tricks().get(2).trick()).isEqualTo("label-smoothing");
    assertThat(recipe.tricks().get(2).config())
        .hasToString("Smoothing[smoothing=0.3, profile=PAPER]");
  }

  @Test
  void switchesATrickOff() throws IOException {
    Recipe recipe =
        read("{'extends': 'base.json', 'tricks': [{'id': 'first-mix', 'enabled': false}]}");

    assertThat(recipe.tricks()).hasSize(6).extracting(TrickEntry::id).doesNotContain("first-mix");
    assertThat(recipe.tricks().get(2).after()).containsExactly("warmup");
  }

  @Test
  void overridesComeOnTop() throws IOException {
    write("recipe.json", "{'extends': 'base.json', 'tricks': [{'trick': 'mixup', 'alpha': 0.7}]}");

    Recipe recipe =
        new RecipeReader(TYPES)
            .read(
                folder.resolve("recipe.json"),
                List.of("tricks.mixup.alpha=0.9", "tricks.first-mix.alpha=0.8", "model.depth=14"),
                CATALOG);

    assertThat(recipe.tricks().get(2).config()).hasToString("Mixup[alpha=0.8]");
    assertThat(recipe.tricks().get(3).config()).hasToString("Mixup[alpha=0.9]");
    assertThat(recipe.model().settings()).isEqualTo(new CifarResNet(14, 16));
    assertThatThrownBy(
            () ->
                new RecipeReader(TYPES)
                    .read(folder.resolve("recipe.json"), List.of("extends=base.json"), CATALOG))
        .hasMessageContaining(
            "[recipe/bad-override] What a recipe extends is read before anything is overridden.");
  }

  @Test
  void followsAChainFromFolderToFolder() throws IOException {
    write("a/middle.json", "{'extends': '../base.json', 'model': {'width': 4}}");
    write("recipe.json", "{'extends': 'a/middle.json', 'model': {'depth': 14}}");

    assertThat(readFile("recipe.json").model().settings()).isEqualTo(new CifarResNet(14, 4));
  }

  @Test
  void namesTheFileAndLineOfEachProblem() throws IOException {
    write("bad.json", "{'extends': 'base.json',\n\n'training': {'epochs': 0}}");
    write("recipe.json", "{'extends': 'bad.json',\n'model': {'width': 0}}");

    assertThatThrownBy(() -> readFile("recipe.json"))
        .hasMessageContaining(
            folder.resolve("bad.json") + ":3: [recipe/value-out-of-range] training.epochs")
        .hasMessageContaining(
            folder.resolve("recipe.json") + ":2: [recipe/value-out-of-range] model.width");
  }

  @Test
  void extendsSixteenFilesAndNoMore() throws IOException {
    for (int i = 1; i <= RecipeFiles.MOST_FILES; i++) {
      write(i + ".json", "{'extends': '%s.json'}".formatted(i == 1 ? "base" : i - 1));
    }

    // The base and 15 more.
    assertThat(readFile(RecipeFiles.MOST_FILES - 1 + ".json").name()).isEqualTo("resnet20-noise");
    assertThatThrownBy(() -> readFile(RecipeFiles.MOST_FILES + ".json"))
        .hasMessageContaining("1.json:1: [recipe/extends] More than 16 recipes extend each other");
  }

  @Test
  void seesACircleThroughALink() throws IOException {
    write("recipe.json", "{'extends': 'link.json'}");
    Files.createSymbolicLink(folder.resolve("link.json"), folder.resolve("recipe.json"));

    assertThatThrownBy(() -> readFile("recipe.json"))
        .hasMessageContaining("[recipe/extends-cycle]");
  }

  @Test
  void textThatIsNoFileExtendsNothing() {
    assertThatThrownBy(() -> RecipeFixtures.read("{\"extends\": \"base.json\"}"))
        .hasMessage(
            "test.json:1: [recipe/extends] 'test.json' is not a file, so it cannot say where another"
                + " recipe is. Remove 'extends'.");
  }

  private Recipe read(String json) throws IOException {
    write("recipe.json", json);
    return readFile("recipe.json");
  }

  private Recipe readFile(String name) {
    return new RecipeReader(TYPES).read(folder.resolve(name), List.of(), CATALOG);
  }

  private void write(String name, String json) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name.equals("base.json") ? json : json.replace('\'', '"'));
  }
}
