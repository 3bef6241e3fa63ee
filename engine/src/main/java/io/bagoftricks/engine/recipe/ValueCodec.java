package io.bagoftricks.engine.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Reads and writes the values of one Java type, without coercion. */
interface ValueCodec {
  /** What it reads, as a message says it: {@code a whole number}. */
  String expected();

  /** Reads a value; empty where it does not fit, which is then a problem at its place. */
  Optional<Object> read(JsonValue value, String path, ProblemCollector problems);

  /** Writes a value; empty where JSON has no word for it and the key is left out. */
  Optional<JsonNode> write(Object value);

  /** The keywords of a JSON Schema that describe such values. */
  ObjectNode schema();

  /** Reports a value of another type; always empty. */
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
