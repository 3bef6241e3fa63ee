package io.bagoftricks.engine.internal.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.bagoftricks.engine.internal.state.TrickValues;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Numbers in the state of tricks, restored bit by bit: a number that is not finite, such as the
 * least loss before there was one, is written as {@code {"bits": "7ff0000000000000"}}.
 */
final class ExactNumber {
  private static final String NUMBERS = "numbers";
  private static final String COUNTERS = "counters";
  private static final String BITS = "bits";
  private static final int HEXADECIMAL = 16;

  private ExactNumber() {}

  /** Writes the values of a trick. */
  static final class Writer extends StdSerializer<TrickValues> {
    private static final long serialVersionUID = 1L;

    Writer() {
      super(TrickValues.class);
    }

    @Override
    public void serialize(TrickValues values, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject();
      json.writeObjectFieldStart(NUMBERS);
      for (var number : values.numbers().entrySet()) {
        double value = number.getValue();
        if (Double.isFinite(value)) {
          json.writeNumberField(number.getKey(), value);
        } else {
          json.writeObjectFieldStart(number.getKey());
          json.writeStringField(BITS, Long.toHexString(Double.doubleToRawLongBits(value)));
          json.writeEndObject();
        }
      }
      json.writeEndObject();
      json.writeObjectFieldStart(COUNTERS);
      for (var counter : values.counters().entrySet()) {
        json.writeNumberField(counter.getKey(), counter.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  /** Reads them. */
  static final class Reader extends StdDeserializer<TrickValues> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(TrickValues.class);
    }

    @Override
    public TrickValues deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode values = context.readTree(parser);
      JsonNode numbers = values.path(NUMBERS);
      JsonNode counters = values.path(COUNTERS);
      expect(values.size() == 2 && numbers.isObject() && counters.isObject(), context);
      SortedMap<String, Double> readNumbers = new TreeMap<>();
      for (var number : numbers.properties()) {
        readNumbers.put(number.getKey(), number(number.getValue(), context));
      }
      SortedMap<String, Long> readCounters = new TreeMap<>();
      for (var counter : counters.properties()) {
        JsonNode value = counter.getValue();
        expect(value.isIntegralNumber() && value.canConvertToLong(), context);
        readCounters.put(counter.getKey(), value.longValue());
      }
      return new TrickValues(readNumbers, readCounters);
    }

    private static double number(JsonNode value, DeserializationContext context)
        throws IOException {
      if (value.isNumber()) {
        return value.doubleValue();
      }
      JsonNode bits = value.path(BITS);
      expect(value.size() == 1 && bits.asText().matches("[0-9a-f]{1,16}"), context);
      return Double.longBitsToDouble(Long.parseUnsignedLong(bits.asText(), HEXADECIMAL));
    }

    private static void expect(boolean right, DeserializationContext context) throws IOException {
      if (!right) {
        throw JsonMappingException.from(context, "The state of a trick is not as it was written.");
      }
    }
  }
}
