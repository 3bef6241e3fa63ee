package io.bagoftricks.bench.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The last line of a process's standard output: one JSON object with its results. */
final class LastLine {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private LastLine() {}

  /**
   * Reads it.
   *
   * @param result what is wanted of it; it may say more
   * @throws IllegalArgumentException if it is not one JSON object with that
   */
  static <R extends Record> R read(List<String> output, Class<R> result) {
    String last = output.isEmpty() ? "" : output.get(output.size() - 1);
    try {
      return MAPPER.readValue(last, result);
    } catch (JsonProcessingException e) {
      String names =
          Arrays.stream(result.getRecordComponents())
              .map(RecordComponent::getName)
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "The last line must be one JSON object with %s, but is '%s'".formatted(names, last), e);
    }
  }
}
