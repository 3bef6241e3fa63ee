package io.bagoftricks.engine.internal.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDecorator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;

/** JSON has no word for NaN and infinity: a number that is not finite is written as null. */
public final class FiniteNumbers implements JsonGeneratorDecorator {
  /** A mapper that writes so, and knows optional values. */
  public static JsonMapper mapper() {
    return JsonMapper.builder(factory()).addModule(new Jdk8Module()).build();
  }

  /** A factory of generators that write so. */
  public static JsonFactory factory() {
    return JsonFactory.builder().addDecorator(new FiniteNumbers()).build();
  }

  @Override
  public JsonGenerator decorate(JsonFactory factory, JsonGenerator generator) {
    return new Writer(generator);
  }

  private static final class Writer extends JsonGeneratorDelegate {
    Writer(JsonGenerator generator) {
      super(generator);
    }

    @Override
    public void writeNumber(double value) throws IOException {
      if (Double.isFinite(value)) {
        super.writeNumber(value);
      } else {
        writeNull();
      }
    }

    @Override
    public void writeNumber(float value) throws IOException {
      if (Float.isFinite(value)) {
        super.writeNumber(value);
      } else {
        writeNull();
      }
    }
  }
}
