package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.recipe.internal.binding.RecordSchema;
import java.util.Optional;

/** Tells whether the settings that a plugin brings can be written in a recipe. */
public final class SettingTypes {
  private SettingTypes() {}

  /**
   * The reason why they cannot; empty where they can.
   *
   * @param defaults the settings of a recipe that names none
   */
  public static Optional<String> fault(Record defaults) {
    try {
      return RecordSchema.of(defaults.getClass())
          .missing(defaults)
          .map(
              path ->
                  "'%s' is null; settings that may be left out are an Optional".formatted(path));
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
