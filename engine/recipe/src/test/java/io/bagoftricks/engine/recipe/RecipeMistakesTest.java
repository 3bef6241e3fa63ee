package io.bagoftricks.engine.recipe;

import static io.bagoftricks.engine.recipe.RecipeFixtures.CATALOG;
import static io.bagoftricks.engine.recipe.RecipeFixtures.TYPES;
import static io.bagoftricks.engine.recipe.RecipeFixtures.folder;
import static io.bagoftricks.engine.recipe.RecipeFixtures.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@code mistakes/NAME.json} is refused with exactly the text of {@code NAME.txt}. */
final class RecipeMistakesTest {
  private static final Path FOLDER = folder("mistakes");

  @ParameterizedTest
  @MethodSource("mistakes")
  void reportsEachMistakeInTheGoldenWords(String name) {
    assertThat(report(name)).isEqualTo(resource("mistakes/" + name + ".txt"));
  }

  @Test
  void everyMistakeHasItsText() throws Exception {
    assertThat(mistakes()).hasSizeGreaterThanOrEqualTo(60);
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2 * mistakes().size());
    }
  }

  static List<String> mistakes() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json"))
          .map(file -> file.substring(0, file.length() - ".json".length()))
          .sorted()
          .toList();
    }
  }

  /** The report of a recipe's problems, as if the folder of mistakes were the working directory. */
  private static String report(String name) {
    Path file = FOLDER.resolve(name + ".json");
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> new RecipeReader(TYPES).read(file, List.of(), CATALOG));
    assertThat(refused).as("%s must be refused", name).isNotNull();
    return ProblemReport.of(refused.problems()).toString().replace(FOLDER + "/", "");
  }
}
