package io.bagoftricks.engine.recipe;

import java.util.List;
import java.util.Map;
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
 * @param skippedIds what was found but cannot be used, with the reason
 */
record TypeSection<T>(
    String key,
    Optional<Record> ofEngine,
    List<RecipeType<T>> alternatives,
    Map<String, String> skippedIds) {
  static final String TYPE = "type";

  /** Copies the list and the map. */
  TypeSection {
    alternatives = List.copyOf(alternatives);
    skippedIds = Map.copyOf(skippedIds);
  }

  /** Why a type of this name was found but cannot be used; empty where there is none. */
  Optional<String> skipped(String name) {
    return Optional.ofNullable(skippedIds.get(name));
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
