package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.recipe.JsonValue.JsonArray;
import io.bagoftricks.engine.recipe.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.JsonValue.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The list of tricks: the engine's keys, each trick's own settings, and the instances' ids. */
final class TricksBinder {
  private static final Set<String> ENGINE_KEYS = RecordSchema.of(TrickKeys.class).keys();

  private final TrickCatalog catalog;
  private final ProblemCollector problems;
  private final RecordBinder binder;

  TricksBinder(TrickCatalog catalog, ProblemCollector problems) {
    this.catalog = catalog;
    this.problems = problems;
    this.binder = new RecordBinder(problems);
  }

  /** The tricks in the recipe's order; those with a problem are left out. */
  List<TrickEntry> bind(JsonValue tricks) {
    if (!(tricks instanceof JsonArray array)) {
      problems.error(
          "recipe/wrong-type",
          tricks.where(),
          "tricks is %s, but must be a list such as [{\"trick\": \"...\"}]."
              .formatted(tricks.shown()));
      return List.of();
    }
    List<TrickEntry> entries = new ArrayList<>();
    for (int i = 0; i < array.items().size(); i++) {
      bind(array.items().get(i), "tricks[" + i + "]").ifPresent(entries::add);
    }
    checkInstances(array);
    return entries;
  }

  private Optional<TrickEntry> bind(JsonValue item, String path) {
    if (!(item instanceof JsonObject entry)) {
      String example = item instanceof JsonText text ? Quotes.abbreviate(text.value()) : "...";
      problems.error(
          "recipe/wrong-type",
          item.where(),
          "%s is %s, but must be an object: {\"trick\": \"%s\"}."
              .formatted(path, item.shown(), example));
      return Optional.empty();
    }
    binder.checkPresent(entry, path, "trick", "");
    for (String key : TrickKeys.LATER) {
      binder.checkLater(entry, path, key, "a trick runs during the whole training");
    }
    Optional<TrickKeys> keys = binder.bind(entry, path, TrickKeys.defaults());
    Optional<Record> config = entry.text("trick").flatMap(id -> config(id, entry, path));
    return keys.flatMap(
        k ->
            config.map(
                c ->
                    new TrickEntry(
                        k.trick(),
                        k.instance(),
                        k.after(),
                        k.mayHaveNoEffect(),
                        c,
                        entry.where().toString())));
  }

  private Optional<Record> config(String trick, JsonObject entry, String path) {
    Optional<Record> defaults = catalog.defaultsOf(trick);
    if (defaults.isEmpty()) {
      problems.error(
          "recipe/unknown-trick",
          entry.value("trick").orElse(entry).where(),
          "Trick %s is not known. %s"
              .formatted(Quotes.name(trick), Suggestions.sentence(trick, catalog.ids())));
      return Optional.empty();
    }
    Set<String> settings;
    try {
      settings = RecordSchema.of(defaults.get().getClass()).keys();
    } catch (IllegalArgumentException e) {
      return unsupported(trick, entry, String.valueOf(e.getMessage()));
    }
    Set<String> taken = new TreeSet<>(settings);
    taken.removeIf(key -> !ENGINE_KEYS.contains(key) && !TrickKeys.LATER.contains(key));
    if (!taken.isEmpty()) {
      return unsupported(trick, entry, "the engine owns the keys " + Quotes.names(taken));
    }
    Set<String> known = new LinkedHashSet<>(settings);
    known.addAll(ENGINE_KEYS);
    binder.checkKeys(entry, path + " (" + trick + ")", known, TrickKeys.LATER);
    return binder.bind(entry, path, defaults.get());
  }

  private Optional<Record> unsupported(String trick, JsonObject entry, String why) {
    problems.error(
        "recipe/unsupported-settings",
        entry.where(),
        "The settings of trick %s cannot stand in a recipe: %s. Ask the author of the plugin."
            .formatted(Quotes.name(trick), why));
    return Optional.empty();
  }

  /** Checks ids against each other, also those of entries with other problems. */
  private void checkInstances(JsonArray tricks) {
    Map<String, Location> instances = new HashMap<>();
    for (JsonValue item : tricks.items()) {
      if (item instanceof JsonObject entry) {
        TrickKeys.instanceOf(entry).ifPresent(id -> checkUnique(id, entry, instances));
      }
    }
    for (JsonValue item : tricks.items()) {
      if (item instanceof JsonObject entry
          && entry.value("after").orElse(entry) instanceof JsonArray after) {
        after.items().forEach(other -> checkAfter(entry, other, instances.keySet()));
      }
    }
  }

  private void checkUnique(String id, JsonObject entry, Map<String, Location> instances) {
    Location where = entry.value("id").or(() -> entry.value("trick")).orElse(entry).where();
    Location first = instances.putIfAbsent(id, where);
    if (first != null) {
      problems.error(
          "recipe/duplicate-instance",
          where,
          "%s is there already, at %s. Give one of them an \"id\" of its own."
              .formatted(Quotes.name(id), first));
    }
  }

  private void checkAfter(JsonObject entry, JsonValue after, Set<String> instances) {
    if (!(after instanceof JsonText other)) {
      return;
    }
    if (TrickKeys.instanceOf(entry).equals(Optional.of(other.value()))) {
      problems.error(
          "recipe/after-itself",
          after.where(),
          "%s cannot come after itself.".formatted(Quotes.name(other.value())));
    } else if (!instances.contains(other.value())) {
      problems.error(
          "recipe/unknown-instance",
          after.where(),
          "No trick %s is in the recipe to come after. %s"
              .formatted(
                  Quotes.name(other.value()),
                  Suggestions.sentence(other.value(), new TreeSet<>(instances))));
    }
  }
}
