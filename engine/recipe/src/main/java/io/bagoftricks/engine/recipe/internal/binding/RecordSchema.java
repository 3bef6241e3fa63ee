package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a record in a recipe, and the way in and out of it.
 *
 * @param type the record
 * @param codecs by component, in order
 */
public record RecordSchema(Class<? extends Record> type, Map<String, ValueCodec> codecs) {
  /** Keeps the order of the components. */
  public RecordSchema {
    codecs = Collections.unmodifiableMap(new LinkedHashMap<>(codecs));
  }

  /**
   * The schema of a record.
   *
   * @throws IllegalArgumentException if a component has a type that no recipe can hold
   */
  public static RecordSchema of(Class<? extends Record> type) {
    return of(type, Set.of());
  }

  /**
   * The schema of a record in others.
   *
   * @param around the records that it is in
   * @throws IllegalArgumentException if a component has a type that no recipe can hold, or it is in
   *     itself
   */
  static RecordSchema of(Class<? extends Record> type, Set<Class<?>> around) {
    if (around.contains(type)) {
      throw new IllegalArgumentException(
          "a setting cannot hold a value of the type %s that it is in; settings have as many levels as their types"
              .formatted(type.getName()));
    }
    Set<Class<?>> inside = new HashSet<>(around);
    inside.add(type);
    Map<String, ValueCodec> codecs = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      try {
        codecs.put(component.getName(), ValueCodecs.of(component.getGenericType(), inside));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            type.getName() + "." + component.getName() + ": " + e.getMessage(), e);
      }
    }
    return new RecordSchema(type, codecs);
  }

  /** The components' names. */
  public Set<String> keys() {
    return codecs.keySet();
  }

  /** The path of a component that is null; empty where there is none. */
  public Optional<String> missing(Record record) {
    for (Map.Entry<String, @Nullable Object> each : values(record).entrySet()) {
      @Nullable Object value = each.getValue();
      if (value == null) {
        return Optional.of(each.getKey());
      }
      Optional<String> inside =
          value instanceof Record nested ? of(nested.getClass()).missing(nested) : Optional.empty();
      if (inside.isPresent()) {
        return inside.map(path -> each.getKey() + "." + path);
      }
    }
    return Optional.empty();
  }

  /** A record's values by component. */
  Map<String, Object> values(Record record) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Method accessor = component.getAccessor();
      try {
        // Config records may be package-private.
        accessor.setAccessible(true);
        values.put(component.getName(), accessor.invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            "Cannot read " + component.getName() + " of " + type.getName(), e);
      }
    }
    return values;
  }

  /**
   * Builds a record through its canonical constructor.
   *
   * @throws IllegalArgumentException if the record refuses the values, with its own words
   */
  Record build(Map<String, Object> values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      arguments[i] = values.get(components[i].getName());
    }
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw refusal(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot build " + type.getName(), e);
    }
  }

  /** A record as JSON, every component a key. */
  public ObjectNode write(Record record) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Map<String, Object> values = values(record);
    codecs.forEach(
        (key, codec) ->
            Optional.ofNullable(values.get(key))
                .flatMap(codec::write)
                .ifPresent(value -> object.set(key, value)));
    return object;
  }

  private IllegalArgumentException refusal(@Nullable Throwable cause) {
    if (cause instanceof IllegalArgumentException refused && refused.getMessage() != null) {
      return refused;
    }
    return new IllegalArgumentException(
        type.getSimpleName() + " cannot take these values: " + cause, cause);
  }
}
