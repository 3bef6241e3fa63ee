package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whole numbers of 32 or 64 bits; 2.0 and 2e0 are 2, as in JSON Schema. */
record WholeCodec(int bits) implements ValueCodec {
  private static final int MOST_DIGITS = 19;
  private static final BigInteger TOO_LARGE = BigInteger.ONE.shiftLeft(Long.SIZE);
  private static final Pattern DIGITS = Pattern.compile("-?(0|[1-9][0-9]{0,18})");

  @Override
  public String expected() {
    return "a whole number";
  }

  @Override
  public Optional<Object> read(JsonValue value, String path, ProblemCollector problems) {
    if (!(value instanceof JsonNumber number)) {
      return wrongType(value, path, problems);
    }
    Optional<BigInteger> known = whole(number);
    if (known.isEmpty()) {
      return wrongType(value, path, problems);
    }
    BigInteger whole = known.get();
    if (whole.bitLength() >= bits) {
      return beyond(value, path, problems, JsonNodeFactory.instance.objectNode());
    }
    // Not a conditional expression: it would widen both to long.
    if (bits == Integer.SIZE) {
      return Optional.of(whole.intValueExact());
    }
    return Optional.of(whole.longValueExact());
  }

  /** Whether a value is a whole number that no such type can hold. */
  boolean isBeyond(JsonValue value) {
    return value instanceof JsonNumber number
        && whole(number).filter(whole -> whole.bitLength() >= bits).isPresent();
  }

  /**
   * Reports a number that no such type can hold; always empty.
   *
   * @param range the keywords of a JSON Schema that say what the number may be, where known
   */
  Optional<Object> beyond(
      JsonValue value, String path, ProblemCollector problems, ObjectNode range) {
    BigInteger end = BigInteger.ONE.shiftLeft(bits - 1);
    String rule =
        range.has("enum")
            ? "one of " + range.get("enum")
            : "between %s and %s"
                .formatted(
                    range.path("minimum").asText("-" + end),
                    range.path("maximum").asText(end.subtract(BigInteger.ONE).toString()));
    return outOfRange(value, path, problems, rule);
  }

  /** The number, or one that fits nowhere in place of one that is longer; empty for a fraction. */
  private static Optional<BigInteger> whole(JsonNumber number) {
    BigDecimal decimal;
    try {
      decimal = new BigDecimal(number.text()).stripTrailingZeros();
    } catch (NumberFormatException e) { // an exponent of more than 32 bits
      return number.text().contains("-") ? Optional.empty() : Optional.of(TOO_LARGE);
    }
    if (decimal.scale() > 0) {
      return Optional.empty();
    }
    // Not the digits themselves: 1e999999999 would have that many.
    long digits = (long) decimal.precision() - decimal.scale();
    return Optional.of(digits > MOST_DIGITS ? TOO_LARGE : decimal.toBigIntegerExact());
  }

  @Override
  public boolean fitsUnquoted(String text) {
    return DIGITS.matcher(text).matches();
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = ValueCodec.ofType("integer");
    return bits == Integer.SIZE
        ? schema.put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE)
        : schema.put("minimum", Long.MIN_VALUE).put("maximum", Long.MAX_VALUE);
  }

  @Override
  public Optional<JsonNode> write(Object value) {
    return Optional.of(LongNode.valueOf(((Number) value).longValue()));
  }
}
