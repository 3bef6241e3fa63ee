package io.bagoftricks.bench.libtorch.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files hold what their recipes give. */
final class GoldenRunsTest {
  @ParameterizedTest
  @ValueSource(strings = {"sgd", "nag", "nag-mxnet", "adamw"})
  void comesOutAgain(String name) throws IOException {
    Path file =
        Path.of("../../recipes/product-tests/src/test/resources/golden/training", name + ".json");
    JsonNode kept = new ObjectMapper().readTree(Files.readString(file));
    ObjectNode again = new ObjectMapper().createObjectNode();

    new Golden(kept.get("recipe")).run(again);

    agree(name, again.get("parameters"), kept.get("parameters"));
    agree(name, again.get("steps"), kept.get("steps"));
    agree(name, again.get("epochs"), kept.get("epochs"));
    agree(name, again.get("end"), kept.get("end"));
  }

  private static void agree(String where, JsonNode actual, JsonNode expected) {
    assertThat(actual.getNodeType()).as(where).isEqualTo(expected.getNodeType());
    assertThat(actual.size()).as(where).isEqualTo(expected.size());
    if (expected.isNumber()) {
      double bound = 1e-10 * Math.max(1, Math.abs(expected.asDouble()));
      assertThat(actual.asDouble()).as(where).isCloseTo(expected.asDouble(), within(bound));
    } else if (expected.isObject()) {
      expected
          .properties()
          .forEach(e -> agree(where + "." + e.getKey(), actual.get(e.getKey()), e.getValue()));
    } else if (expected.isArray()) {
      for (int i = 0; i < expected.size(); i++) {
        agree(where + "[" + i + "]", actual.get(i), expected.get(i));
      }
    } else {
      assertThat(actual).as(where).isEqualTo(expected);
    }
  }
}
