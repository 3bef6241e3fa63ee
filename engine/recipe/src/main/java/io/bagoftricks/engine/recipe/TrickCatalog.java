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

  /** What a trick is, in one sentence; empty where nobody says. */
  default String summaryOf(String id) {
    return "";
  }

  /** What a trick's settings mean, by key, as far as somebody says. */
  default Map<String, String> meaningsOf(String id) {
    return Map.of();
  }
}
