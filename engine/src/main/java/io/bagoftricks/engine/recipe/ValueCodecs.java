package io.bagoftricks.engine.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.engine.recipe.JsonValue.JsonArray;
import io.bagoftricks.engine.recipe.JsonValue.JsonBoolean;
import io.bagoftricks.engine.recipe.JsonValue.JsonNumber;
import io.bagoftricks.engine.recipe.JsonValue.JsonText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types that a key of a recipe can have. */
final class ValueCodecs {
  private static final Map<Type, ValueCodec> SIMPLE =
      Map.of(
          int.class, new Whole(Integer.SIZE),
          Integer.class, new Whole(Integer.SIZE),
          long.class, new Whole(Long.SIZE),
          Long.class, new Whole(Long.SIZE),
          double.class, new Real(),
          Double.class, new Real(),
          boolean.class, new Flag(),
          Boolean.class, new Flag(),
          String.class, new Text(),
          TrainingTime.class, new Time());

  private ValueCodecs() {}

  /**
   * The codec of a type.
   *
   * @throws IllegalArgumentException if a recipe cannot hold such values
   */
  static ValueCodec of(Type type) {
    ValueCodec simple = SIMPLE.get(type);
    if (simple != null) {
      return simple;
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      return new Choice(c);
    }
    if (type instanceof Class<?> c && c.isRecord()) {
      return NestedCodec.of(c.asSubclass(Record.class));
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new Items(of(generic.getActualTypeArguments()[0]));
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return new Maybe(of(generic.getActualTypeArguments()[0]));
    }
    throw new IllegalArgumentException("a recipe has no values of type " + type.getTypeName());
  }

  /** The name of an enum constant in a recipe: lower case with hyphens. */
  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whole numbers of 32 or 64 bits. */
  private record Whole(int bits) implements ValueCodec {
    @Override
    public String expected() {
      return "a whole number";
    }

    @Override
    public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
      if (!(value instanceof JsonNumber number && number.whole())) {
        return wrongType(value, path, problems, unquote(value));
      }
      BigInteger whole = new BigInteger(number.text());
      if (whole.bitLength() >= bits) {
        BigInteger end = BigInteger.ONE.shiftLeft(bits - 1);
        return outOfRange(
            value,
            path,
            problems,
            "between -%s and %s".formatted(end, end.subtract(BigInteger.ONE)));
      }
      // Not a conditional expression: it would widen both to long.
      if (bits == Integer.SIZE) {
        return Optional.of(whole.intValueExact());
      }
      return Optional.of(whole.longValueExact());
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = ofType("integer");
      return bits == Integer.SIZE
          ? schema.put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE)
          : schema.put("minimum", Long.MIN_VALUE).put("maximum", Long.MAX_VALUE);
    }

    @Override
    public Optional<JsonNode> write(Object value) {
      return Optional.of(LongNode.valueOf(((Number) value).longValue()));
    }
  }

  private record Real() implements ValueCodec {
    @Override
    public String expected() {
      return "a number";
    }

    @Override
    public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
      if (!(value instanceof JsonNumber number)) {
        return wrongType(value, path, problems, unquote(value));
      }
      double real = Double.parseDouble(number.text());
      return Double.isFinite(real)
          ? Optional.of(real)
          : outOfRange(value, path, problems, "at most " + Double.MAX_VALUE + " in size");
    }

    @Override
    public ObjectNode schema() {
      return ofType("number");
    }

    @Override
    public Optional<JsonNode> write(Object value) {
      // Not finite is only ever a default: a recipe cannot say it, and leaving it out keeps it.
      return Optional.of((Double) value)
          .filter(real -> Double.isFinite(real))
          .map(DoubleNode::valueOf);
    }
  }

  private record Flag() implements ValueCodec {
    @Override
    public String expected() {
      return "true or false";
    }

    @Override
    public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
      return value instanceof JsonBoolean flag
          ? Optional.of(flag.value())
          : wrongType(value, path, problems, unquote(value));
    }

    @Override
    public ObjectNode schema() {
      return ofType("boolean");
    }

    @Override
    public Optional<JsonNode> write(Object value) {
      return Optional.of(BooleanNode.valueOf((Boolean) value));
    }
  }

  private record Text() implements ValueCodec {
    @Override
    public String expected() {
      return "text in quotes";
    }

    @Override
    public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
      return value instanceof JsonText text
          ? Optional.of(text.value())
          : wrongType(value, path, problems, "");
    }

    @Override
    public ObjectNode schema() {
      return ofType("string");
    }

    @Override
    public Optional<JsonNode> write(Object value) {
      return Optional.of(TextNode.valueOf((String) value));
    }
  }

  private record Time() implements ValueCodec {
    @Override
    public String expected() {
      return "a time such as \"5ep\" (epochs), \"100ba\" (whole updates) or \"0.1dur\" (share of the run, at most 1)";
    }

    @Override
    public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
      if (!(value instanceof JsonText text)) {
        return wrongType(value, path, problems, "");
      }
      try {
        return Optional.of(TrainingTime.parse(text.value()));
      } catch (IllegalArgumentException e) {
        return outOfRange(value, path, problems, expected());
      }
    }

    @Override
    public ObjectNode schema() {
      return ofType("string").put("pattern", "^-?[0-9]+(\\.[0-9]+)?(ep|ba|dur)$");
    }

    @Override
    public Optional<JsonNode> write(Object value) {
      return Optional.of(TextNode.valueOf(value.toString()));
    }
  }

  private record Choice(Class<?> type) implements ValueCodec {
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
        return wrongType(value, path, problems, "");
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
      ObjectNode schema = ofType("string");
      ArrayNode names = schema.putArray("enum");
      constants().keySet().forEach(names::add);
      return schema;
    }

    @Override
    public Optional<JsonNode> write(Object value) {
      return Optional.of(TextNode.valueOf(nameOf((Enum<?>) value)));
    }
  }

  private record Items(ValueCodec item) implements ValueCodec {
    @Override
    public String expected() {
      return "a list in brackets, of which each is " + item.expected();
    }

    @Override
    public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
      if (!(value instanceof JsonArray array)) {
        return wrongType(value, path, problems, "");
      }
      List<Object> items = new ArrayList<>();
      for (int i = 0; i < array.items().size(); i++) {
        item.read(array.items().get(i), path + "[" + i + "]", problems).ifPresent(items::add);
      }
      return items.size() == array.items().size()
          ? Optional.of(List.copyOf(items))
          : Optional.empty();
    }

    @Override
    public ObjectNode schema() {
      return ofType("array").set("items", item.schema());
    }

    @Override
    public Optional<JsonNode> write(Object value) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (Object each : (List<?>) value) {
        item.write(each).ifPresent(array::add);
      }
      return Optional.of(array);
    }
  }

  private record Maybe(ValueCodec some) implements ValueCodec {
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

  private static ObjectNode ofType(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static String unquote(JsonValue value) {
    return value instanceof JsonText ? " Write it without quotes." : "";
  }
}
