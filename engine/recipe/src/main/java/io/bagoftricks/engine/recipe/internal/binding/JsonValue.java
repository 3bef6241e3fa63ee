package io.bagoftricks.engine.recipe.internal.binding;

import io.bagoftricks.engine.internal.problem.Location;
import io.bagoftricks.engine.problem.Quotes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON that knows where it was written; never changed, only copied with a change. */
public sealed interface JsonValue {
  /** Where it starts. */
  Location where();

  /** The value as a message shows it. */
  String shown();

  /**
   * The text that it is, if it is one. A number, true or false of an override is the text that it
   * is written as: shells take quotes away, and a folder may be called 2024.
   */
  default Optional<String> asText() {
    return Optional.empty();
  }

  /**
   * Keys and values in the order of the file.
   *
   * @param members by key
   */
  record JsonObject(Location where, Map<String, Member> members) implements JsonValue {
    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public Optional<JsonValue> value(String key) {
      return Optional.ofNullable(members.get(key)).map(Member::value);
    }

    /** A text value, if it is one. */
    public Optional<String> text(String key) {
      return value(key).flatMap(JsonValue::asText);
    }

    public JsonObject with(String key, Member member) {
      Map<String, Member> changed = new LinkedHashMap<>(members);
      changed.put(key, member);
      return new JsonObject(where, changed);
    }

    public JsonObject without(String key) {
      Map<String, Member> changed = new LinkedHashMap<>(members);
      changed.remove(key);
      return new JsonObject(where, changed);
    }

    @Override
    public String shown() {
      return "an object";
    }
  }

  /**
   * The value of a key.
   *
   * @param where the key was written
   */
  record Member(Location where, JsonValue value) {}

  /** A list. */
  record JsonArray(Location where, List<JsonValue> items) implements JsonValue {
    public JsonArray {
      items = List.copyOf(items);
    }

    public JsonArray with(int index, JsonValue item) {
      List<JsonValue> changed = new ArrayList<>(items);
      changed.set(index, item);
      return new JsonArray(where, changed);
    }

    @Override
    public String shown() {
      return "a list";
    }
  }

  /** Text in quotes. */
  record JsonText(Location where, String value) implements JsonValue {
    @Override
    public Optional<String> asText() {
      return Optional.of(value);
    }

    @Override
    public String shown() {
      return Quotes.text(value);
    }
  }

  /** A number as it was written. */
  record JsonNumber(Location where, String text) implements JsonValue {
    @Override
    public Optional<String> asText() {
      return where.isOverride() ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String shown() {
      return Quotes.abbreviate(text);
    }
  }

  /** True or false. */
  record JsonBoolean(Location where, boolean value) implements JsonValue {
    @Override
    public Optional<String> asText() {
      return where.isOverride() ? Optional.of(shown()) : Optional.empty();
    }

    @Override
    public String shown() {
      return Boolean.toString(value);
    }
  }

  /** The word {@code null}. */
  record JsonNull(Location where) implements JsonValue {
    @Override
    public String shown() {
      return "null";
    }
  }
}
