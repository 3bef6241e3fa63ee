package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.CATALOG;
import static io.bagoftricks.engine.recipe.RecipeFixtures.TYPES;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@code mistakes/NAME.json} is refused with exactly the text of {@code NAME.txt}. */
final class RecipeMistakesTest {
  @ParameterizedTest
  @MethodSource("mistakes")
  void reportsEachMistakeInTheGoldenWords(String name) {
    RecipeException refused =
        catchThrowableOfType(
            RecipeException.class,
            () ->
                new RecipeReader(TYPES)
                    .read(
                        resource("mistakes/" + name + ".json"),
                        name + ".json",
                        List.of(),
                        CATALOG));

    assertThat(refused).as("%s must be refused", name).isNotNull();
    assertThat(ProblemReport.of(refused.problems()).toString())
        .isEqualTo(resource("mistakes/" + name + ".txt"));
  }

  @Test
  void everyMistakeHasItsText() throws Exception {
    assertThat(mistakes()).hasSizeGreaterThanOrEqualTo(20);
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files).hasSize(2 * mistakes().size());
    }
  }

  static List<String> mistakes() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json"))
          .map(file -> file.substring(0, file.length() - ".json".length()))
          .sorted()
          .toList();
    }
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(RecipeMistakesTest.class.getResource("mistakes")).toURI());
  }
}
