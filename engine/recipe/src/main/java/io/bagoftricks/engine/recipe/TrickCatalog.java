package io.bagoftricks.engine.recipe;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** The tricks a recipe may name. */
public interface TrickCatalog {
  /** All ids. */
  SortedSet<String> ids();

  /** The settings of a trick that a recipe only names. */
  Optional<Record> defaultsOf(String id);

  /** The hook in which a trick acts before training, if it has one: such a trick has no window. */
  default Optional<String> setupHookOf(String id) {
    return Optional.empty();
  }

  /** Why a trick of this name was found but cannot be used; empty where there is none. */
  default Optional<String> skipped(String id) {
    return Optional.empty();
  }

  /** One sentence that describes a trick; empty where there is none. */
  default String summaryOf(String id) {
    return "";
  }

  /** The meanings of a trick's settings by key, as far as they are documented. */
  default Map<String, String> meaningsOf(String id) {
    return Map.of();
  }
}
