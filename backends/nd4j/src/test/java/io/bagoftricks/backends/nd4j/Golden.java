package io.bagoftricks.backends.nd4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A reference run that libtorch made in float64, and the formula that fills its arrays. */
final class Golden {
  static final int INPUT = 1000;

  private final JsonNode root;

  private Golden(JsonNode root) {
    this.root = root;
  }

  static Golden read(String resource) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream(resource)) {
      return new Golden(new ObjectMapper().readTree(in));
    }
  }

  JsonNode get(String key) {
    return root.get(key);
  }

  double[] numbers(String key) {
    return numbers(root.get(key));
  }

  static double[] numbers(JsonNode list) {
    double[] values = new double[list.size()];
    Arrays.setAll(values, i -> list.get(i).asDouble());
    return values;
  }

  /** The file's u(p, i), uniform in [-1, 1). */
  static double uniform(long parameter, long index) {
    long z = (parameter << 32) + index + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return 2 * ((z >>> 11) * 0x1.0p-53) - 1;
  }
}
