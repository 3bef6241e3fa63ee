package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
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
    refusesNan(written.config());
  }

  /** A range that is checked as "not below" or "not above" lets NaN through. */
  private static void refusesNan(Record config) {
    RecordComponent[] components = config.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      if (components[i].getType() == double.class) {
        Object[] values = values(config);
        values[i] = Double.NaN;
        assertThat(catchThrowable(() -> build(config.getClass(), values)))
            .withFailMessage(
                "%s takes NaN for '%s'; a constructor that checks a range as !(x >= 0 && x < 1)"
                    + " refuses it with an IllegalArgumentException",
                config.getClass().getName(), components[i].getName())
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static Object[] values(Record config) {
    return Arrays.stream(config.getClass().getRecordComponents())
        .map(
            component -> {
              try {
                component.getAccessor().setAccessible(true);
                return component.getAccessor().invoke(config);
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
              }
            })
        .toArray();
  }

  private static Record build(Class<? extends Record> type, Object[] values) throws Throwable {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
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
