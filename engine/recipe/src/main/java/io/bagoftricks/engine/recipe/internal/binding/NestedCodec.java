package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * A record inside a record: an object, whose missing keys are taken from the record's own {@code
 * defaults()}.
 */
record NestedCodec(Record defaults) implements ValueCodec {
  /**
   * The codec of a record.
   *
   * @param around the records that it is in
   * @throws IllegalArgumentException if it has no static {@code defaults()}, or a component has a
   *     type that no recipe can hold
   */
  static NestedCodec of(Class<? extends Record> type, Set<Class<?>> around) {
    RecordSchema unused = RecordSchema.of(type, around);
    try {
      return new NestedCodec(type.cast(type.getMethod("defaults").invoke(null)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type.getName() + " has no static defaults()", e);
    }
  }

  @Override
  public String expected() {
    return "an object with the keys " + Quotes.names(fields().keys());
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    if (!(value instanceof JsonObject object)) {
      return wrongType(value, path, problems);
    }
    RecordBinder binder = new RecordBinder(problems);
    binder.checkKeys(object, path, fields().keys(), Set.of());
    return binder.bind(object, path, defaults).map(record -> record);
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    return Optional.of(fields().write((Record) value));
  }

  @Override
  public ObjectNode schema() {
    return SchemaNodes.closed(SchemaNodes.settings(defaults, key -> ""));
  }

  private RecordSchema fields() {
    return RecordSchema.of(defaults.getClass());
  }
}
