package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.TYPES;
import static io.bagoftricks.engine.recipe.RecipeFixtures.read;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.data.DataSource;
import org.junit.jupiter.api.Test;

final class RecipeWriterTest {
  private static final RecipeWriter WRITER = new RecipeWriter(TYPES);

  @Test
  void writesEverySettingAsTheGoldenText() {
    assertThat(WRITER.toJson(read(resource("good.json"))))
        .isEqualTo(resource("good-resolved.json"));
  }

  @Test
  void isReadAgainAsTheSameRecipe() {
    Recipe recipe = read(resource("good.json"));

    Recipe again = read(WRITER.toJson(recipe));

    assertThat(again).usingRecursiveComparison().ignoringFields("tricks.where").isEqualTo(recipe);
    assertThat(again.tricks())
        .extracting(TrickEntry::config)
        .isEqualTo(recipe.tricks().stream().map(TrickEntry::config).toList());
  }

  @Test
  void refusesDataWithoutATypeName() {
    RecipeWriter modelsOnly =
        new RecipeWriter(RecipeTypes.withData(TypeTable.of("data", DataSource.class)));
    Recipe recipe = read(resource("good.json"));

    assertThatThrownBy(() -> modelsOnly.toJson(recipe))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Folder[root=pictures, size=224] is no data that a recipe can name");
  }
}
