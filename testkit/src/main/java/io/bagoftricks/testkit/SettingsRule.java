package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.List;

/** Settings come back as they were written, and nothing else is read. */
final class SettingsRule {
  private static final String UNKNOWN = "noSuchSetting";
  private static final List<Double> NOT_FINITE =
      List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

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
    refusesWhatIsNotFinite(new ConfigValues(written.config()), bench.provider().defaults());
  }

  /**
   * A range that is checked as "not below" or "not above" lets NaN through, and one without an end
   * an infinity. No recipe can say either, but a program can; a default may be infinite.
   */
  private static void refusesWhatIsNotFinite(ConfigValues config, Record defaults) {
    for (NumberPlace place : NumberPlace.of(config)) {
      List<Double> usual =
          new NumberPlace(new ConfigValues(defaults), place.path(), place.type(), place.form())
              .own();
      for (double number : NOT_FINITE) {
        if (place.type() == double.class && !usual.contains(number)) {
          refuses(place, number);
        }
      }
    }
  }

  private static void refuses(NumberPlace place, double number) {
    assertThat(catchThrowable(() -> place.with(number, Math.max(1, place.own().size()))))
        .withFailMessage(
            "%s takes %s for '%s'; a constructor that checks a range as !(x >= 0 && x < 1)"
                + " refuses it with an IllegalArgumentException",
            place.config().config().getClass().getName(), number, place.name())
        .isInstanceOf(IllegalArgumentException.class);
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
