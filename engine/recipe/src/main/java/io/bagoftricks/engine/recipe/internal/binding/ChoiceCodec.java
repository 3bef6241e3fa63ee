package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.problem.Suggestions;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The constants of an enum, in lower case with hyphens. */
record ChoiceCodec(Class<?> type) implements ValueCodec {
  private Map<String, Object> constants() {
    Map<String, Object> constants = new TreeMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(nameOf((Enum<?>) constant), constant);
    }
    return constants;
  }

  @Override
  public String expected() {
    return "one of " + Quotes.names(constants().keySet());
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    if (!(value instanceof JsonText text)) {
      return wrongType(value, path, problems);
    }
    Map<String, Object> constants = constants();
    Object constant = constants.get(text.value());
    if (constant == null) {
      problems.error(
          "recipe/unknown-value",
          value.where(),
          "%s is %s, which is not known. %s"
              .formatted(
                  Quotes.abbreviate(path),
                  value.shown(),
                  Suggestions.sentence(text.value(), constants.keySet())));
    }
    return Optional.ofNullable(constant);
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = ValueCodec.ofType("string");
    ArrayNode names = schema.putArray("enum");
    constants().keySet().forEach(names::add);
    return schema;
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    return Optional.of(TextNode.valueOf(nameOf((Enum<?>) value)));
  }

  /** The name of an enum constant in a recipe: lower case with hyphens. */
  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
