package io.bagoftricks.engine.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one section of a recipe can be, by the name behind its {@code type} key.
 *
 * @param section the section's key in a recipe
 * @param kind what its records implement
 */
public record TypeTable<T>(String section, Class<T> kind, List<Entry> entries) {
  /**
   * One type.
   *
   * @param name in the recipe
   * @param defaults for the keys that a recipe leaves out
   * @param required keys that a recipe may not leave out
   */
  public record Entry(String name, Record defaults, Set<String> required) {
    /** Copies the set. */
    public Entry {
      required = Set.copyOf(required);
    }
  }

  /** Copies the list. */
  public TypeTable {
    entries = List.copyOf(entries);
  }

  /** A table without types. */
  public static <T> TypeTable<T> of(String section, Class<T> kind) {
    return new TypeTable<>(section, kind, List.of());
  }

  /**
   * This table and one more type.
   *
   * @throws IllegalArgumentException if the name or the record is there already, the record is not
   *     of the table's kind, or has no such required key
   */
  public TypeTable<T> with(String name, Record defaults, String... required) {
    RecordSchema schema = RecordSchema.of(defaults.getClass());
    boolean taken =
        entries.stream()
            .anyMatch(e -> e.name().equals(name) || e.defaults().getClass() == defaults.getClass());
    if (taken || !kind.isInstance(defaults) || !schema.keys().containsAll(Set.of(required))) {
      throw new IllegalArgumentException(
          "%s cannot be the %s '%s' with the required keys %s"
              .formatted(defaults, section, name, List.of(required)));
    }
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(name, defaults, Set.of(required)));
    return new TypeTable<>(section, kind, more);
  }

  /** All names, sorted. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    entries.forEach(entry -> names.add(entry.name()));
    return names;
  }

  Optional<Entry> find(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /**
   * The name of a record's type.
   *
   * @throws IllegalArgumentException if it is none of these types
   */
  String nameOf(Object value) {
    return entries.stream()
        .filter(entry -> entry.defaults().getClass() == value.getClass())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    value + " is no " + section + " that a recipe can name"))
        .name();
  }
}
