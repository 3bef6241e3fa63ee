package io.bagoftricks.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * The errors of libtorch on the golden files at a type ({@code golden/libtorch-errors.json}), and
 * those that we may make: {@link #FACTOR} times as much.
 */
final class LibtorchErrors {
  /** How much larger than libtorch's an error may be. */
  static final double FACTOR = 1.5;

  private static final Path FILE = Path.of("src/test/resources/golden/libtorch-errors.json");

  private LibtorchErrors() {}

  /** The largest error allowed. */
  static double bound(String file, String type, String measure) {
    return FACTOR * measures(file, type).path(measure).asDouble(Double.NaN);
  }

  /** The measures in which errors are larger than allowed, one line for each. */
  static List<String> exceeded(JsonNode errors, String file, String type) {
    List<String> exceeded = new ArrayList<>();
    Iterator<String> names = measures(file, type).fieldNames();
    while (names.hasNext()) {
      String measure = names.next();
      double error = errors.path(measure).asDouble(Double.NaN);
      double bound = bound(file, type, measure);
      if (!(error < bound)) {
        exceeded.add(
            String.format(
                Locale.ROOT,
                "%s of %s in %s: %.3g, at most %.3g",
                measure,
                file,
                type,
                error,
                bound));
      }
    }
    return exceeded;
  }

  private static JsonNode measures(String file, String type) {
    JsonNode measures = read().path("files").path(file).path(type);
    if (measures.isEmpty()) {
      throw new IllegalArgumentException("Nothing is known of libtorch on " + file + " in " + type);
    }
    return measures;
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
