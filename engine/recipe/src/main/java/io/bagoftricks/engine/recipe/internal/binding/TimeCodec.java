package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonText;
import java.util.Optional;

/** A part of training, or a point in it. */
record TimeCodec() implements ValueCodec {
  private static final int DIGITS = 10;
  private static final String TOO_LONG = "; no training is that long";

  @Override
  public String expected() {
    return "a time such as \"5ep\" (epochs), \"100ba\" (whole steps) or \"0.1dur\" (share of the run, at most 1)";
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    if (!(value instanceof JsonText text)) {
      return wrongType(value, path, problems);
    }
    try {
      return Optional.of(TrainingTime.parse(text.value()));
    } catch (IllegalArgumentException e) {
      return outOfRange(value, path, problems, expected() + (isLong(text) ? TOO_LONG : ""));
    }
  }

  private static boolean isLong(JsonText text) {
    return text.value().chars().takeWhile(c -> c == '-' || Character.isDigit(c)).count() >= DIGITS;
  }

  @Override
  public ObjectNode schema() {
    return ValueCodec.ofType("string").put("pattern", "^-?[0-9]+(\\.[0-9]+)?(ep|ba|dur)$");
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    return Optional.of(TextNode.valueOf(value.toString()));
  }
}
