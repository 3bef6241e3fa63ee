package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.problem.Suggestions;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonArray;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonText;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.Member;
import io.bagoftricks.engine.recipe.internal.binding.RecordBinder;
import io.bagoftricks.engine.recipe.internal.binding.RecordSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The list of tricks: the engine's keys, each trick's own settings, and the instances' ids. */
final class TricksBinder {
  /** The longest list of tricks: planning looks at every pair. */
  static final int MOST_TRICKS = 300;

  /** Where what is not known may be. */
  private static final String PLUGINS = " If it is a plugin's, name its folder with --plugins.";

  private static final Set<String> ENGINE_KEYS = RecordSchema.of(TrickKeys.class).keys();

  private final TrickCatalog catalog;
  private final ProblemCollector problems;
  private final RecordBinder binder;
  private final Set<String> disabled = new HashSet<>();

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
    if (array.items().size() > MOST_TRICKS) {
      problems.error(
          "recipe/too-many-tricks",
          tricks.where(),
          String.format(
              Locale.ROOT,
              "tricks has %d entries, but may have at most %d. Take some out, or divide the recipe.",
              array.items().size(),
              MOST_TRICKS));
      return List.of();
    }
    List<TrickEntry> entries = new ArrayList<>();
    for (int i = 0; i < array.items().size(); i++) {
      bind(array.items().get(i), "tricks[" + i + "]").ifPresent(entries::add);
    }
    new InstanceChecks(problems).check(array);
    return enabled(entries);
  }

  /** Without the tricks that are switched off, and without mention of them. */
  private List<TrickEntry> enabled(List<TrickEntry> entries) {
    return entries.stream()
        .filter(entry -> !disabled.contains(entry.id()))
        .map(
            entry ->
                new TrickEntry(
                    entry.trick(),
                    entry.id(),
                    entry.after().stream().filter(id -> !disabled.contains(id)).toList(),
                    entry.window(),
                    entry.mayHaveNoEffect(),
                    entry.config(),
                    entry.places()))
        .toList();
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
    Optional<TrickKeys> keys = binder.bind(entry, path, TrickKeys.defaults());
    keys.filter(k -> !k.enabled()).ifPresent(k -> disabled.add(k.instance()));
    Optional<Record> config = entry.text("trick").flatMap(id -> config(id, entry, path));
    return keys.flatMap(
        k ->
            config.map(
                c ->
                    new TrickEntry(
                        k.trick(),
                        k.instance(),
                        k.after(),
                        k.window(),
                        k.mayHaveNoEffect(),
                        c,
                        SettingPlaces.at(entry))));
  }

  private Optional<Record> config(String trick, JsonObject entry, String path) {
    Optional<Record> defaults = catalog.defaultsOf(trick);
    if (defaults.isEmpty()) {
      problems.error(
          "recipe/unknown-trick",
          entry.value("trick").orElse(entry).where(),
          "Trick %s is not known. %s"
              .formatted(Quotes.name(trick), hint(trick, catalog.ids(), catalog.skipped(trick))));
      return Optional.empty();
    }
    Set<String> known = new LinkedHashSet<>(RecordSchema.of(defaults.get().getClass()).keys());
    known.addAll(ENGINE_KEYS);
    binder.checkKeys(entry, path + " (" + trick + ")", known, Set.of());
    checkWindow(trick, entry, path);
    return binder.bind(entry, path, defaults.get());
  }

  /** A trick that acts once has no part of training to act in. */
  private void checkWindow(String trick, JsonObject entry, String path) {
    Optional<String> hook = catalog.setupHookOf(trick);
    if (hook.isEmpty()) {
      return;
    }
    for (String key : TrickKeys.WINDOW) {
      Member member = entry.members().get(key);
      if (member != null) {
        problems.error(
            "recipe/window-on-setup",
            member.where(),
            "%s.%s is not possible: %s acts before training, in %s. Remove the key; to leave the trick out, write \"enabled\": false."
                .formatted(path, key, Quotes.name(trick), hook.get()));
      }
    }
  }

  /**
   * Advice where a name is not known.
   *
   * @param skipped why something of that name cannot be used
   */
  static String hint(String name, Collection<String> known, Optional<String> skipped) {
    return skipped
        .map("It was skipped: "::concat)
        .orElseGet(
            () ->
                Suggestions.sentence(name, known)
                    + (Suggestions.nearest(name, known).isPresent() ? "" : PLUGINS));
  }
}
