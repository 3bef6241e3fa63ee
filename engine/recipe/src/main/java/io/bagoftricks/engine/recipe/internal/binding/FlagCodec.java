package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonBoolean;
import java.util.Optional;

/** True or false. */
record FlagCodec() implements ValueCodec {
  @Override
  public String expected() {
    return "true or false";
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    return value instanceof JsonBoolean flag
        ? Optional.of(flag.value())
        : wrongType(value, path, problems);
  }

  @Override
  public boolean fitsUnquoted(String text) {
    return text.equals("true") || text.equals("false");
  }

  @Override
  public ObjectNode schema() {
    return ValueCodec.ofType("boolean");
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    return Optional.of(BooleanNode.valueOf((Boolean) value));
  }
}
