package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonText;
import java.util.Optional;

/** Reads and writes the values of one Java type, without coercion. */
interface ValueCodec {
  /** The name of the values that it reads, for messages: {@code a whole number}. */
  String expected();

  /** Reads a value; empty where it does not fit, which is then a problem at its place. */
  Optional<Object> read(JsonValue value, String path, ProblemCollector problems);

  /** Writes a value; empty where JSON has no word for it and the key is left out. */
  Optional<JsonNode> write(Object value);

  /** The keyword of a JSON Schema that names a type. */
  static ObjectNode ofType(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  /** The keywords of a JSON Schema that describe such values. */
  ObjectNode schema();

  /** Whether a text would be such a value if it stood without quotes. */
  default boolean fitsUnquoted(String text) {
    return false;
  }

  /** Reports a value of another type; always empty. */
  default Optional<Object> wrongType(JsonValue value, String path, ProblemCollector problems) {
    boolean quoted = value instanceof JsonText text && fitsUnquoted(text.value());
    return wrongType(value, path, problems, quoted ? " Write it without quotes." : "");
  }

  /** Reports a value of another type, and how to correct it; always empty. */
  default Optional<Object> wrongType(
      JsonValue value, String path, ProblemCollector problems, String hint) {
    problems.error(
        "recipe/wrong-type",
        value.where(),
        "%s is %s, but must be %s.%s"
            .formatted(Quotes.abbreviate(path), value.shown(), expected(), hint));
    return Optional.empty();
  }

  /** Reports a number that does not fit; always empty. */
  default Optional<Object> outOfRange(
      JsonValue value, String path, ProblemCollector problems, String rule) {
    problems.error(
        "recipe/value-out-of-range",
        value.where(),
        "%s is %s, but must be %s.".formatted(Quotes.abbreviate(path), value.shown(), rule));
    return Optional.empty();
  }
}
