package io.bagoftricks.bench.driver;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * The measurements of one process.
 *
 * @param imagesPerSecond of its median step
 * @param best images/s of its shortest step
 * @param peakBytes its largest resident memory
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Measurement(double imagesPerSecond, double best, long peakBytes) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /**
   * Reads the last line of a process's standard output.
   *
   * @throws IllegalArgumentException if it is not one JSON object with these numbers
   */
  static Measurement ofLastLine(List<String> output) {
    String last = output.isEmpty() ? "" : output.get(output.size() - 1);
    try {
      return MAPPER.readValue(last, Measurement.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The last line must be one JSON object with imagesPerSecond, best and peakBytes, but is '"
              + last
              + "'",
          e);
    }
  }
}
