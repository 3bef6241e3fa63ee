package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import java.util.Optional;

/** A value that may be left out. */
record OptionalCodec(ValueCodec some) implements ValueCodec {
  @Override
  public String expected() {
    return some.expected();
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    return some.read(value, path, problems).map(Optional::of);
  }

  @Override
  public ObjectNode schema() {
    return some.schema();
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    return ((Optional<?>) value).flatMap(some::write);
  }
}
