package io.bagoftricks.engine.recipe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A section of a recipe that says by {@code type} what it is.
 *
 * @param key of the section
 * @param ofEngine the defaults of the keys that belong to the engine, whatever the type, if there
 *     are some besides {@code type}
 * @param alternatives what it can be
 */
record TypeSection<T>(String key, Optional<Record> ofEngine, List<RecipeType<T>> alternatives) {
  static final String TYPE = "type";

  /** Copies the list. */
  TypeSection {
    alternatives = List.copyOf(alternatives);
  }

  /** All names, sorted. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    alternatives.forEach(type -> names.add(type.id()));
    return names;
  }

  Optional<RecipeType<T>> find(String name) {
    return alternatives.stream().filter(type -> type.id().equals(name)).findFirst();
  }
}
