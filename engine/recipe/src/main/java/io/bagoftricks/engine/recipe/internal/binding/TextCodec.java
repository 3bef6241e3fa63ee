package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bagoftricks.engine.problem.ProblemCollector;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonText;
import java.util.Optional;

/** Text. */
record TextCodec() implements ValueCodec {
  @Override
  public String expected() {
    return "text in quotes";
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    return value instanceof JsonText text
        ? Optional.of(text.value())
        : wrongType(value, path, problems);
  }

  @Override
  public ObjectNode schema() {
    return ValueCodec.ofType("string");
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    return Optional.of(TextNode.valueOf((String) value));
  }
}
