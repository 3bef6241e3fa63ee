package io.bagoftricks.engine.toys;

import io.bagoftricks.engine.recipe.RecipeType;
import io.bagoftricks.engine.recipe.SettingPlaces;
import io.bagoftricks.engine.recipe.TypeEntry;

/** A type of these tests alone, whose settings are what is made of them. */
public record TestType<T>(String id, Record defaults) implements RecipeType<T> {
  @Override
  @SuppressWarnings("unchecked") // the settings are what is made of them
  public T make(Record settings) {
    return (T) settings;
  }

  /** An entry of something that is a record of its own settings. */
  public static <T> TypeEntry<T> entry(T made) {
    Record settings = (Record) made;
    return TypeEntry.of(
        new TestType<>(settings.getClass().getSimpleName(), settings),
        settings,
        SettingPlaces.at("test"));
  }
}
