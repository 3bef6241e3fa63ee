package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.internal.problem.Location;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.problem.Suggestions;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonArray;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks the entries of a recipe's list of tricks against each other, also those in doubt. */
final class InstanceChecks {
  private final ProblemCollector problems;

  InstanceChecks(ProblemCollector problems) {
    this.problems = problems;
  }

  /** Checks that ids are unique, and that what refers to another entry finds one. */
  void check(JsonArray tricks) {
    List<JsonObject> entries = new ArrayList<>();
    for (JsonValue item : tricks.items()) {
      if (item instanceof JsonObject entry) {
        entries.add(entry);
      }
    }
    Map<String, Location> instances = new HashMap<>();
    entries.forEach(
        entry -> TrickKeys.instanceOf(entry).ifPresent(id -> checkUnique(id, entry, instances)));
    for (JsonObject entry : entries) {
      if (entry.value("after").orElse(entry) instanceof JsonArray after
          && after.items().size() <= TricksBinder.MOST_TRICKS) {
        after.items().forEach(other -> checkAfter(entry, other, instances.keySet()));
      }
    }
    checkGroups(entries);
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
    Optional<String> other = after.asText();
    if (other.isEmpty()) {
      return;
    }
    String name = other.get();
    if (TrickKeys.instanceOf(entry).equals(other)) {
      problems.error(
          "recipe/after-itself",
          after.where(),
          "%s cannot come after itself.".formatted(Quotes.name(name)));
    } else if (!instances.contains(name)) {
      problems.error(
          "recipe/unknown-instance",
          after.where(),
          "No trick %s is in the recipe to come after. %s"
              .formatted(Quotes.name(name), Suggestions.sentence(name, new TreeSet<>(instances))));
    }
  }

  /** A group of one is a name mistyped: with nobody to take turns with, it would always act. */
  private void checkGroups(List<JsonObject> entries) {
    Map<String, List<JsonValue>> groups = new TreeMap<>();
    for (JsonObject entry : entries) {
      JsonValue group = entry.value("oneOf").orElse(entry);
      group
          .asText()
          .ifPresent(name -> groups.computeIfAbsent(name, n -> new ArrayList<>()).add(group));
    }
    groups.forEach(
        (name, members) -> {
          if (members.size() == 1) {
            Set<String> others = new TreeSet<>(groups.keySet());
            others.remove(name);
            problems.error(
                "recipe/one-of-alone",
                members.get(0).where(),
                "No other trick has \"oneOf\": %s to take turns with. %s"
                    .formatted(
                        Quotes.text(name),
                        others.isEmpty()
                            ? "Give it to the others of the group too, or remove it."
                            : Suggestions.sentence(name, others)));
          }
        });
  }
}
