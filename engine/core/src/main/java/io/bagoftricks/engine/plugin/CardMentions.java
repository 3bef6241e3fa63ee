package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks at the ids of other tricks that cards name. One that is not here may belong to a plugin
 * that is not used; one that is almost that of a trick is a slip.
 */
final class CardMentions {
  private CardMentions() {}

  /** A note for each that looks like a slip. */
  static List<Problem> notes(List<TrickDescriptor> tricks) {
    Set<String> known = new TreeSet<>();
    tricks.forEach(trick -> known.add(trick.id()));
    List<Problem> notes = new ArrayList<>();
    for (TrickDescriptor trick : tricks) {
      Map<String, Set<String>> named =
          new TreeMap<>(
              Map.of(
                  "after", trick.after(),
                  "before", trick.before(),
                  "conflictsWith", trick.conflictsWith()));
      named.forEach(
          (key, ids) ->
              ids.stream()
                  .filter(id -> !known.contains(id))
                  .sorted()
                  .forEach(
                      id ->
                          Suggestions.nearest(id, known)
                              .ifPresent(near -> notes.add(note(trick, key, id, near)))));
    }
    return notes;
  }

  private static Problem note(TrickDescriptor trick, String key, String id, String near) {
    return Problem.note(
        "plugin/unknown-mention",
        "",
        "The @TrickCard of '%s' (%s) names '%s' in %s, which is not here. Did you mean '%s'?"
            .formatted(trick.id(), trick.origin(), id, key, near));
  }
}
