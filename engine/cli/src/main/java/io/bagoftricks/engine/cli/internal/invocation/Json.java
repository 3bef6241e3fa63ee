package io.bagoftricks.engine.cli.internal.invocation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bagoftricks.engine.internal.storage.FiniteNumbers;

/** Results for programs: one JSON object on one line. */
public final class Json {
  private static final JsonMapper MAPPER = FiniteNumbers.mapper();

  private Json() {}

  public static String line(Record result) {
    try {
      return MAPPER.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of numbers and texts is always JSON", e);
    }
  }
}
