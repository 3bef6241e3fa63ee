package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.recipe.internal.binding.JsonValue;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonArray;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The places of an entry of a recipe and of its settings, as file and line or as an override. Two
 * are equal if the entries are in one place.
 */
public final class SettingPlaces {
  /** A key, or the index of a list's item. */
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d{1,9})]");

  private final String entry;
  private final @Nullable JsonObject tree;

  private SettingPlaces(String entry, @Nullable JsonObject tree) {
    this.entry = entry;
    this.tree = tree;
  }

  /** Those of an entry that was read. */
  static SettingPlaces at(JsonObject entry) {
    return new SettingPlaces(entry.where().toString(), entry);
  }

  /** Those of an entry whose settings have no places of their own, such as one that is not read. */
  public static SettingPlaces at(String entry) {
    return new SettingPlaces(entry, null);
  }

  /** File and line of the entry. */
  public String entry() {
    return entry;
  }

  /**
   * The place of a setting: of what it names, as far as the recipe has it, else of the entry.
   *
   * @param path below the entry, {@code layers[1]}; empty for the entry as a whole
   */
  public String of(String path) {
    String place = entry;
    JsonValue value = tree;
    Matcher step = STEP.matcher(path);
    while (value != null && step.find()) {
      value = step(value, step).orElse(null);
      place = value == null ? place : value.where().toString();
    }
    return place;
  }

  private static Optional<JsonValue> step(JsonValue value, Matcher step) {
    if (value instanceof JsonObject object && step.group(1) != null) {
      return object.value(step.group(1));
    }
    if (value instanceof JsonArray array && step.group(2) != null) {
      return array.items().stream().skip(Integer.parseInt(step.group(2))).findFirst();
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SettingPlaces places && places.entry.equals(entry);
  }

  @Override
  public int hashCode() {
    return entry.hashCode();
  }

  @Override
  public String toString() {
    return entry;
  }
}
