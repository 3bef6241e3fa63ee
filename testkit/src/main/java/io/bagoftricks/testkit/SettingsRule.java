package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
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
    for (RecordComponent component : config.components()) {
      Object usual = new ConfigValues(defaults).value(component);
      for (double number : NOT_FINITE) {
        if (component.getType() == double.class && !usual.equals(number)) {
          refuses(config, component, number, number);
        } else if (config.value(component) instanceof List<?> items && isOfNumbers(component)) {
          refuses(
              config, component, Collections.nCopies(Math.max(1, items.size()), number), number);
        }
      }
    }
  }

  private static boolean isOfNumbers(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] == Double.class;
  }

  private static void refuses(
      ConfigValues config, RecordComponent component, Object value, double number) {
    assertThat(catchThrowable(() -> config.with(component, value)))
        .withFailMessage(
            "%s takes %s for '%s'; a constructor that checks a range as !(x >= 0 && x < 1)"
                + " refuses it with an IllegalArgumentException",
            config.config().getClass().getName(), number, component.getName())
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
