package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import java.util.Optional;

/** Text. */
record TextCodec() implements ValueCodec {
  @Override
  public String expected() {
    return "text in quotes";
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    Optional<Object> text = value.asText().map(written -> written);
    return text.isPresent() ? text : wrongType(value, path, problems);
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
