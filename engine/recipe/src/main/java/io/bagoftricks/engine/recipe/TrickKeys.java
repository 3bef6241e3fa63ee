package io.bagoftricks.engine.recipe;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys of a trick's entry that belong to the engine and not to the trick.
 *
 * @param id of the instance
 * @param enabled whether it is in the recipe at all
 * @param from the first step in which it acts
 * @param until the first in which it does not any more
 * @param every how far apart the steps are in which it acts
 * @param oneOf the name of a group of which one acts at a time
 * @param oneOfWeight how often it is drawn in proportion to the others of its group
 * @param after ids of instances it must follow
 * @param mayHaveNoEffect whether a setup hook may touch nothing, or a window hold no step
 */
record TrickKeys(
    String trick,
    Optional<String> id,
    boolean enabled,
    Optional<TrainingTime> from,
    Optional<TrainingTime> until,
    Optional<TrainingTime> every,
    Optional<String> oneOf,
    double oneOfWeight,
    List<String> after,
    boolean mayHaveNoEffect) {
  /** The keys that say when a trick acts: nothing for one that acts once, before training. */
  static final List<String> WINDOW = List.of("from", "until", "every", "oneOf", "oneOfWeight");

  /** The pattern of an id and of a group's name. */
  static final Pattern ID = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$");

  /** Checks the names: an id is a step of dotted paths, and of file names. */
  TrickKeys {
    after = List.copyOf(after);
    if (after.size() > TricksBinder.MOST_TRICKS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "after has %d names, but may have at most %d",
              after.size(),
              TricksBinder.MOST_TRICKS));
    }
    checkName("id", id);
    id.filter(LossDraft.HARD::equals)
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "id is \"%s\", but that is what the loss on the labels is called; give the trick another"
                      .formatted(name));
            });
    checkName("oneOf", oneOf);
    if (!(oneOfWeight > 0 && oneOfWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "oneOfWeight must be positive and finite, not " + oneOfWeight);
    }
    if (oneOfWeight != 1 && oneOf.isEmpty()) {
      throw new IllegalArgumentException(
          "oneOfWeight is %s, but has no \"oneOf\" beside it: it weighs the draw among the tricks of that name"
              .formatted(oneOfWeight));
    }
    every
        .filter(time -> !(time.value() > 0))
        .ifPresent(
            time -> {
              throw new IllegalArgumentException(
                  "every is \"%s\", but must be a time above 0, such as \"2ba\" or \"1ep\""
                      .formatted(time));
            });
  }

  static TrickKeys defaults() {
    return new TrickKeys(
        "",
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        List.of(),
        false);
  }

  /** The id of an entry that may have problems. */
  static Optional<String> instanceOf(JsonObject entry) {
    return entry.text(entry.members().containsKey("id") ? "id" : "trick");
  }

  /** The id that tells this instance from others. */
  String instance() {
    return id.orElse(trick);
  }

  TrickWindow window() {
    return new TrickWindow(from, until, every, oneOf, oneOfWeight);
  }

  private static void checkName(String key, Optional<String> name) {
    name.filter(text -> !ID.matcher(text).matches())
        .ifPresent(
            text -> {
              throw new IllegalArgumentException(
                  "%s is %s, but must be 1 to 64 letters, digits, '-' or '_', and begin with a letter or digit"
                      .formatted(key, Quotes.text(text)));
            });
  }
}
