package io.bagoftricks.product.breaks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A mistake in one place of the sources.
 *
 * @param what it does, for people
 * @param file from the root of the checkout
 * @param text what stands in the file, exactly once
 * @param replacement the mistake
 * @param killers tests of one module that turn red
 * @param environment that the killers run in, beside the usual one
 */
record Break(
    String what,
    String file,
    String text,
    String replacement,
    Killers killers,
    Map<String, String> environment) {
  /** Copies the map. */
  Break {
    environment = environment == null ? Map.of() : Map.copyOf(environment);
  }

  /**
   * Tests.
   *
   * @param module its folder, from the root of the checkout
   * @param tests classes, parts of the backends' test kit as {@code class$part}, or methods as
   *     {@code class#method}
   */
  record Killers(String module, List<String> tests) {
    /** Copies the list. */
    Killers {
      tests = List.copyOf(tests);
    }
  }

  static List<Break> read(Path table) throws IOException {
    return JsonMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .readValue(Files.readString(table), new TypeReference<List<Break>>() {});
  }

  boolean isNative() {
    return !file.endsWith(".java");
  }

  /**
   * The file with the mistake.
   *
   * @throws IllegalStateException unless the text stands in it exactly once
   */
  String source(Path root) throws IOException {
    String source = Files.readString(root.resolve(file));
    int first = source.indexOf(text);
    if (first < 0 || source.indexOf(text, first + 1) >= 0) {
      throw new IllegalStateException(
          "'%s' stands in %s %s; change the break: %s"
              .formatted(text, file, first < 0 ? "nowhere" : "more than once", what));
    }
    return source.replace(text, replacement);
  }
}
