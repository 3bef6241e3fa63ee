package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.List;

/** Settings come back as they were written, and nothing else is read. */
final class SettingsRule {
  private static final String UNKNOWN = "noSuchSetting";

  private SettingsRule() {}

  static void check(TrickBench bench) {
    TrickEntry written = bench.recipe().tricks().get(0);
    TrickBench again = TrickBench.of(bench.provider());
    for (var setting : RecipeWriter.settings(written.config()).entrySet()) {
      again = again.withJson(setting.getKey(), setting.getValue());
    }
    assertThat(again.recipe().tricks().get(0).config())
        .describedAs("the settings, written as JSON and read again")
        .isEqualTo(written.config());

    List<String> ids = problems(bench.with(UNKNOWN, 1));
    assertThat(ids)
        .describedAs("the problems of a recipe with the setting " + UNKNOWN)
        .containsExactly("recipe/unknown-key");
  }

  private static List<String> problems(TrickBench bench) {
    try {
      bench.recipe();
      return List.of();
    } catch (ProblemException e) {
      return e.problems().stream().map(Problem::id).toList();
    }
  }
}
