package io.bagoftricks.testkit;

import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.engine.recipe.RecipeWriter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a number stands among the settings of a trick: as a component of their record or of a
 * record in it, alone, in an {@code Optional}, or as the items of a list.
 *
 * @param config all settings
 * @param path the components from the settings down to the number's own
 * @param type int, long or double
 * @param form how it stands there
 */
record NumberPlace(ConfigValues config, List<RecordComponent> path, Class<?> type, Form form) {
  private static final Map<Type, Class<?>> NUMBERS =
      Map.of(
          int.class, int.class,
          Integer.class, int.class,
          long.class, long.class,
          Long.class, long.class,
          double.class, double.class,
          Double.class, double.class);

  /** Lists of given lengths are not longer. */
  private static final int LONGEST = 4;

  /** How a number stands in its component. */
  enum Form {
    ALONE,
    OPTIONAL,
    ITEMS
  }

  /** All numbers of a trick's settings. */
  static List<NumberPlace> of(ConfigValues config) {
    return below(config, config, List.of());
  }

  private static List<NumberPlace> below(
      ConfigValues config, ConfigValues record, List<RecordComponent> above) {
    List<NumberPlace> places = new ArrayList<>();
    for (RecordComponent component : record.components()) {
      List<RecordComponent> path = new ArrayList<>(above);
      path.add(component);
      Type type = component.getGenericType();
      if (record.value(component) instanceof TrainingTime) {
        continue; // one value, with a range of its own
      }
      if (record.value(component) instanceof Record nested) {
        places.addAll(below(config, new ConfigValues(nested), path));
      } else {
        Optional.ofNullable(NUMBERS.get(inside(type)))
            .map(number -> new NumberPlace(config, path, number, form(type)))
            .ifPresent(places::add);
      }
    }
    return places;
  }

  private static Type inside(Type type) {
    return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
  }

  private static Form form(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class ? Form.ITEMS : Form.OPTIONAL;
    }
    return Form.ALONE;
  }

  /** The key of the setting that it is, or is in. */
  String setting() {
    return path.get(0).getName();
  }

  /** The last key down to it. */
  String key() {
    return last().getName();
  }

  /** All keys down to it, and whether it is an item. */
  String name() {
    String keys = path.stream().map(RecordComponent::getName).collect(Collectors.joining("."));
    return form == Form.ITEMS ? keys + "[]" : keys;
  }

  /** Numbers that the settings have there. */
  List<Double> own() {
    Object value = config.record(path.subList(0, path.size() - 1)).value(last());
    Stream<?> numbers =
        value instanceof List<?> items
            ? items.stream()
            : value instanceof Optional<?> optional ? optional.stream() : Stream.of(value);
    return numbers.map(number -> ((Number) number).doubleValue()).toList();
  }

  /**
   * The settings with another number there.
   *
   * @param length items of a list
   * @throws Throwable what a constructor throws
   */
  Record with(Number number, int length) throws Throwable {
    return config.with(
        path,
        switch (form) {
          case ALONE -> number;
          case OPTIONAL -> Optional.of(number);
          case ITEMS -> Collections.nCopies(length, number);
        });
  }

  /** The value of the {@link #setting} in a recipe that has another number there. */
  String json(Number number, int length) {
    String value =
        form == Form.ITEMS ? Collections.nCopies(length, number).toString() : number.toString();
    for (int depth = path.size() - 1; depth > 0; depth--) {
      Map<String, String> keys =
          RecipeWriter.settings(config.record(path.subList(0, depth)).config());
      keys.put(path.get(depth).getName(), value);
      value =
          keys.entrySet().stream()
              .map(each -> "\"%s\": %s".formatted(each.getKey(), each.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    }
    return value;
  }

  /**
   * The least number of items with which a list is taken, if it is with any of some numbers; 1 for
   * a number that is in no list.
   */
  OptionalInt length(List<Double> numbers) {
    return IntStream.rangeClosed(1, form == Form.ITEMS ? LONGEST : 1)
        .filter(n -> numbers.stream().anyMatch(number -> takes(at(place(number)), n)))
        .findFirst();
  }

  /** Whether the constructors take a number. */
  boolean takes(Number number, int length) {
    try {
      with(number, length);
      return true;
    } catch (Throwable e) {
      return false;
    }
  }

  /**
   * Where numbers begin and end to be taken.
   *
   * @param hints numbers near which that may be
   */
  List<Bounds.Bound> bounds(int length, List<Double> hints) {
    LongPredicate taken = place -> takes(at(place), length);
    return type == double.class
        ? Bounds.ofReals(taken, hints)
        : Bounds.ofWholes(taken, hints, type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE);
  }

  /** The number of a place in the order of all numbers of the type, as {@link Bounds} have it. */
  Number at(long place) {
    if (type == double.class) {
      return Bounds.real(place);
    }
    if (type == int.class) {
      return (int) place;
    }
    return place;
  }

  private long place(double number) {
    return type == double.class ? Bounds.ordinal(number) : (long) number;
  }

  private RecordComponent last() {
    return path.get(path.size() - 1);
  }
}
