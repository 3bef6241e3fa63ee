package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonNumber;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers of 64 bits. */
record RealCodec() implements ValueCodec {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,18})?([eE][-+]?[0-9]{1,3})?");

  @Override
  public String expected() {
    return "a number";
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    if (!(value instanceof JsonNumber number)) {
      return wrongType(value, path, problems);
    }
    double real = Double.parseDouble(number.text());
    return Double.isFinite(real)
        ? Optional.of(real)
        : outOfRange(value, path, problems, "at most " + Double.MAX_VALUE + " in size");
  }

  @Override
  public boolean fitsUnquoted(String text) {
    return NUMBER.matcher(text).matches();
  }

  @Override
  public ObjectNode schema() {
    return ValueCodec.ofType("number");
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    // Not finite is only ever a default: a recipe cannot say it, and leaving it out keeps it.
    return Optional.of((Double) value)
        .filter(real -> Double.isFinite(real))
        .map(DoubleNode::valueOf);
  }
}
