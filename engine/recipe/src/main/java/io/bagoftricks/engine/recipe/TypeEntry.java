package io.bagoftricks.engine.recipe;

/**
 * One section of a recipe: what it names, with its settings, defaults filled in. Two entries are
 * equal if they name the same with equal settings; what was made of them is not compared.
 *
 * @param type what the section names
 * @param settings of the type
 * @param made of the settings
 * @param places of the section and its settings
 */
public record TypeEntry<T>(RecipeType<T> type, Record settings, T made, SettingPlaces places) {
  /**
   * An entry, made of its settings.
   *
   * @throws IllegalArgumentException if the type refuses the settings
   */
  public static <T> TypeEntry<T> of(RecipeType<T> type, Record settings, SettingPlaces places) {
    return new TypeEntry<>(type, settings, type.make(settings), places);
  }

  /** File and line. */
  public String where() {
    return places.entry();
  }

  /** Makes it of the settings once more, so that a run has one of its own. */
  public T makeAnew() {
    return type.make(settings);
  }

  /** The same entry of the recipe with something else made of it. */
  public TypeEntry<T> with(T other) {
    return new TypeEntry<>(type, settings, other, places);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypeEntry<?> entry
        && entry.type.id().equals(type.id())
        && entry.settings.equals(settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  @Override
  public String toString() {
    return type.id() + " " + settings;
  }
}
