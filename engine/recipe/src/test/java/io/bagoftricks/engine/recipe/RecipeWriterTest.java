package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.read;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecipeWriterTest {
  @Test
  void writesEverySettingAsTheGoldenText() {
    assertThat(RecipeWriter.toJson(read(resource("good.json"))))
        .isEqualTo(resource("good-resolved.json"));
  }

  @Test
  void isReadAgainAsTheSameRecipe() {
    Recipe recipe = read(resource("good.json"));

    Recipe again = read(RecipeWriter.toJson(recipe));

    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFields("tricks.places", "data.places", "model.places", "optimizer.places")
        .isEqualTo(recipe);
    assertThat(again.tricks())
        .extracting(TrickEntry::config)
        .isEqualTo(recipe.tricks().stream().map(TrickEntry::config).toList());
  }
}
