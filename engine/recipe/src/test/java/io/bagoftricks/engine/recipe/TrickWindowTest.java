package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.read;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.TrainingTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The keys that say when a trick acts, and whether. */
final class TrickWindowTest {
  private static final String MIXUP = "{\"trick\": \"mixup\", \"alpha\": 0.4,";
  private static final String WITH_WINDOW =
      resource("good.json")
          .replace(
              MIXUP,
              MIXUP
                  + "\"from\": \"5ep\", \"until\": \"-0.25dur\", \"every\": \"2ba\","
                  + " \"oneOf\": \"mix\", \"oneOfWeight\": 2.5, \"enabled\": true,")
          .replace("\"first-mix\"}", "\"first-mix\", \"oneOf\": \"mix\"}");

  @Test
  void isReadAndWritten() {
    Recipe recipe = read(WITH_WINDOW);

    assertThat(recipe.tricks().get(3).window())
        .isEqualTo(
            new TrickWindow(
                Optional.of(TrainingTime.epochs(5)),
                Optional.of(TrainingTime.parse("-0.25dur")),
                Optional.of(TrainingTime.parse("2ba")),
                Optional.of("mix"),
                2.5));
    assertThat(recipe.tricks().get(1).window()).isEqualTo(TrickWindow.ALWAYS);
    String json = RecipeWriter.toJson(recipe);
    assertThat(read(json).tricks())
        .extracting(TrickEntry::window)
        .isEqualTo(recipe.tricks().stream().map(TrickEntry::window).toList());
  }

  @Test
  void canBeOverridden() {
    assertThat(read(WITH_WINDOW, "tricks.mixup.from=10ba").tricks().get(3).window().from())
        .contains(TrainingTime.parse("10ba"));
  }

  @Test
  void switchedOffIsAsIfItWereNotThere() {
    Recipe recipe = read(WITH_WINDOW, "tricks.first-mix.enabled=false");

    assertThat(recipe.tricks()).extracting(TrickEntry::id).doesNotContain("first-mix");
    assertThat(recipe.tricks().get(2).after()).containsExactly("warmup");
    assertThat(RecipeWriter.toJson(recipe)).doesNotContain("first-mix");
  }
}
