package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.recipe.JsonValue.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys of a trick's entry that belong to the engine and not to the trick.
 *
 * @param id of the instance
 * @param after ids of instances it must follow
 * @param mayHaveNoEffect whether a setup hook may touch nothing
 */
record TrickKeys(String trick, Optional<String> id, List<String> after, boolean mayHaveNoEffect) {
  /** Keys that are known and not there yet: windows and alternatives. */
  static final List<String> LATER = List.of("enabled", "from", "until", "every", "oneOf");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  /** Checks the id: it is a step of dotted paths, and of file names. */
  TrickKeys {
    after = List.copyOf(after);
    id.filter(text -> !ID.matcher(text).matches())
        .ifPresent(
            text -> {
              throw new IllegalArgumentException(
                  "id is %s, but must be 1 to 64 letters, digits, '-' or '_'"
                      .formatted(Quotes.text(text)));
            });
  }

  static TrickKeys defaults() {
    return new TrickKeys("", Optional.empty(), List.of(), false);
  }

  /** The id of an entry that may have problems. */
  static Optional<String> instanceOf(JsonObject entry) {
    return entry.text(entry.members().containsKey("id") ? "id" : "trick");
  }

  /** The id that tells this instance from others. */
  String instance() {
    return id.orElse(trick);
  }
}
