package io.bagoftricks.engine.recipe;

import java.util.Optional;
import java.util.SortedSet;

/** The tricks a recipe may name. */
public interface TrickCatalog {
  /** All ids. */
  SortedSet<String> ids();

  /** The settings of a trick that a recipe only names. */
  Optional<Record> defaultsOf(String id);
}
