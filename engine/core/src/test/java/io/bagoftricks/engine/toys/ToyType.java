package io.bagoftricks.engine.toys;

import io.bagoftricks.engine.recipe.RecipeType;
import io.bagoftricks.engine.recipe.SettingPlaces;
import io.bagoftricks.engine.recipe.TypeEntry;
import java.util.Set;

/**
 * A type whose settings are what is made of them.
 *
 * @param required settings that a recipe may not leave out
 */
public record ToyType<T>(String id, Record defaults, Set<String> required)
    implements RecipeType<T> {
  /** A type that requires no setting. */
  public ToyType(String id, Record defaults) {
    this(id, defaults, Set.of());
  }

  @Override
  @SuppressWarnings("unchecked") // the settings of a toy are the toy
  public T make(Record settings) {
    return (T) settings;
  }

  /** An entry of something that is a record of its own settings. */
  public static <T> TypeEntry<T> entry(T made) {
    Record settings = (Record) made;
    return TypeEntry.of(
        new ToyType<>(settings.getClass().getSimpleName(), settings),
        settings,
        SettingPlaces.at("toy.json"));
  }
}
