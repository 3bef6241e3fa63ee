package io.bagoftricks.engine.recipe.internal.binding;

import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.problem.Suggestions;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonNull;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** From an object of a recipe to a record: what the object does not say is taken from defaults. */
public final class RecordBinder {
  private final ProblemCollector problems;

  public RecordBinder(ProblemCollector problems) {
    this.problems = problems;
  }

  /** Reports the keys of an object that are neither known nor reported elsewhere. */
  public void checkKeys(
      JsonObject object, String path, Collection<String> known, Collection<String> elsewhere) {
    object
        .members()
        .forEach(
            (key, member) -> {
              if (!known.contains(key) && !elsewhere.contains(key) && !problems.isFull()) {
                problems.error(
                    member.where().isOverride() ? "recipe/bad-override" : "recipe/unknown-key",
                    member.where(),
                    "Key %s is not known in %s. %s"
                        .formatted(
                            Quotes.name(key),
                            path.isEmpty() ? "a recipe" : path,
                            Suggestions.sentence(key, known)));
              }
            });
  }

  /** Reports a key that must be there. */
  public void checkPresent(JsonObject object, String path, String key, String hint) {
    if (!object.members().containsKey(key)) {
      problems.error(
          "recipe/missing-key",
          object.where(),
          "%s has no key %s.%s"
              .formatted(path.isEmpty() ? "The recipe" : path, Quotes.name(key), hint));
    }
  }

  /**
   * Binds the keys of an object that are components of a record; other keys are not looked at.
   *
   * @param path of the object, for messages; empty for the recipe itself
   * @param defaults the record for an empty object
   * @return a record of the same class; empty where a value did not fit, which is then a problem
   */
  public <R extends Record> Optional<R> bind(JsonObject object, String path, R defaults) {
    RecordSchema schema = RecordSchema.of(defaults.getClass());
    Map<String, Object> values = new LinkedHashMap<>(schema.values(defaults));
    Map<String, Object> fallback = new LinkedHashMap<>(values);
    Map<String, JsonValue> given = new LinkedHashMap<>();
    Set<String> refused = new HashSet<>();
    schema
        .codecs()
        .forEach(
            (key, codec) -> {
              Member member = object.members().get(key);
              if (member != null) {
                given.put(key, member.value());
                String at = path.isEmpty() ? key : path + "." + key;
                Optional<Object> read =
                    codec instanceof WholeCodec whole && whole.isBeyond(member.value())
                        ? whole.beyond(
                            member.value(),
                            at,
                            problems,
                            new RecordRanges(schema, defaults).of(key))
                        : read(codec, member.value(), at);
                read.ifPresentOrElse(value -> values.put(key, value), () -> refused.add(key));
              }
            });
    Optional<Record> record = build(schema, object, path, values, fallback, given, refused);
    @SuppressWarnings("unchecked") // the schema is the one of R
    Optional<R> bound = (Optional<R>) record;
    return bound;
  }

  private Optional<Object> read(ValueCodec codec, JsonValue value, String path) {
    if (value instanceof JsonNull) {
      return codec.wrongType(value, path, problems, " Leave the key out for the default.");
    }
    return codec.read(value, path, problems);
  }

  /**
   * Records stop at the first bad value. To report all, each value that is refused gives way to its
   * default and the rest is tried again.
   */
  private Optional<Record> build(
      RecordSchema schema,
      JsonObject object,
      String path,
      Map<String, Object> values,
      Map<String, Object> fallback,
      Map<String, JsonValue> given,
      Set<String> refused) {
    while (true) {
      try {
        Record record = schema.build(values);
        return refused.isEmpty() ? Optional.of(record) : Optional.empty();
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        // A rule between a value in doubt and another says nothing about the other.
        boolean consequence = refused.stream().anyMatch(key -> mentions(message, key));
        Optional<String> culprit = culprit(schema, message, values, fallback, given, refused);
        if (!consequence) {
          JsonValue at = culprit.<JsonValue>map(given::get).orElse(object);
          problems.error("recipe/value-out-of-range", at.where(), sentence(path, schema, message));
        }
        if (consequence || culprit.isEmpty()) {
          return Optional.empty();
        }
        refused.add(culprit.get());
        values.put(culprit.get(), fallback.get(culprit.get()));
      }
    }
  }

  /** The key that a message begins with, else the one whose default would be accepted. */
  private static Optional<String> culprit(
      RecordSchema schema,
      String message,
      Map<String, Object> values,
      Map<String, Object> fallback,
      Map<String, JsonValue> given,
      Set<String> refused) {
    List<String> candidates = new ArrayList<>(given.keySet());
    candidates.removeAll(refused);
    return candidates.stream()
        .filter(key -> message.startsWith(key + " "))
        .findFirst()
        .or(
            () ->
                candidates.stream()
                    .filter(key -> acceptsDefault(schema, key, values, fallback))
                    .findFirst());
  }

  private static boolean acceptsDefault(
      RecordSchema schema, String key, Map<String, Object> values, Map<String, Object> fallback) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(key, fallback.get(key));
    try {
      schema.build(changed);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether a message speaks of a key. */
  static boolean mentions(String message, String key) {
    return Pattern.compile("\\b" + Pattern.quote(key) + "\\b").matcher(message).find();
  }

  /** A record's message about its values, as a sentence about the object at a path. */
  public static String sentence(String path, RecordSchema schema, String message) {
    boolean named = schema.keys().stream().anyMatch(key -> message.startsWith(key + " "));
    String prefix = path.isEmpty() ? "" : path + (named ? "." : ": ");
    return OneLine.of(prefix + message) + (message.endsWith(".") ? "" : ".");
  }
}
