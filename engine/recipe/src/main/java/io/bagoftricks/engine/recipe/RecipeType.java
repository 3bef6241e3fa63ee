package io.bagoftricks.engine.recipe;

import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import java.util.Map;
import java.util.Set;

/**
 * A type of a section of a recipe, named by the section's {@code type} key: a model, an optimizer,
 * a source of data.
 *
 * @param <T> what is made of its settings
 */
public interface RecipeType<T> {
  /** The name in recipes. */
  String id();

  /** Its name where people read it. */
  default String title() {
    return id();
  }

  /** The settings of a recipe that names none. */
  Record defaults();

  /** Settings that a recipe may not leave out. */
  default Set<String> required() {
    return Set.of();
  }

  /** One sentence that describes it; empty where there is none. */
  default String summary() {
    return "";
  }

  /** The meanings of the settings by key, as far as they are documented. */
  default Map<String, String> meanings() {
    return Map.of();
  }

  /**
   * Makes it.
   *
   * @param settings of the class of {@link #defaults}
   * @throws IllegalArgumentException if the settings do not do, with the reason
   */
  T make(Record settings);

  /** Checks settings against the run, beyond what the record checks itself. */
  default void check(Record settings, RunFacts facts, Problems problems) {}
}
