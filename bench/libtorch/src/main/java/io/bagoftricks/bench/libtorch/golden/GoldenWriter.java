package io.bagoftricks.bench.libtorch.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a golden file with an outcome's values in place of those it had: how one with other
 * parameters is made.
 */
final class GoldenWriter {
  private static final MathContext DIGITS = new MathContext(12);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final GoldenFile golden;
  private final GoldenOutcome outcome;

  GoldenWriter(GoldenFile golden, GoldenOutcome outcome) {
    this.golden = golden;
    this.outcome = outcome;
  }

  /** Copies a golden file but for the values. */
  void write(Path from, Path to) throws IOException {
    ObjectNode file = (ObjectNode) MAPPER.readTree(Files.readString(from));
    file.set("evalLogits", array(outcome.evalLogits(), outcome.evalLogits().size()));
    file.set("trainLogits", array(outcome.trainLogits(), outcome.trainLogits().size()));
    file.set("gradients", gradients());
    file.set("runningAfterOneForward", statistics());
    ArrayNode losses = MAPPER.createArrayNode();
    outcome.losses().forEach(loss -> losses.add(rounded(loss)));
    file.set("losses", losses);
    ObjectNode norms = MAPPER.createObjectNode();
    new TreeMap<>(outcome.weightNorms()).forEach((name, norm) -> norms.put(name, rounded(norm)));
    file.set("weightNormsAfterSixSteps", norms);
    file.set("evalLogitsAfterSixSteps", array(outcome.finalLogits(), outcome.finalLogits().size()));
    Files.writeString(to, lines(file));
  }

  private ObjectNode gradients() {
    ObjectNode gradients = MAPPER.createObjectNode();
    golden
        .gradients()
        .forEach(
            (name, summary) -> {
              Values values = values(outcome.gradients(), name);
              ObjectNode gradient = gradients.putObject(name);
              gradient.put("l2", rounded(values.norm()));
              gradient.put("sum", rounded(values.sum()));
              gradient.set("first", array(values, summary.first().size()));
            });
    return gradients;
  }

  private ObjectNode statistics() {
    ObjectNode statistics = MAPPER.createObjectNode();
    golden
        .runningAfterOneForward()
        .forEach(
            (name, first) ->
                statistics.set(name, array(values(outcome.statistics(), name), first.size())));
    return statistics;
  }

  private static Values values(Map<String, Values> all, String name) {
    Values values = all.get(name);
    if (values == null) {
      throw new IllegalArgumentException("The network has no " + name);
    }
    return values;
  }

  private static ArrayNode array(Values values, int count) {
    ArrayNode array = MAPPER.createArrayNode();
    for (int i = 0; i < count; i++) {
      array.add(rounded(values.get(i)));
    }
    return array;
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(value).round(DIGITS);
  }

  /** One line for each field, and for each entry of those that have many. */
  private static String lines(ObjectNode file) {
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : file.properties()) {
      JsonNode value = field.getValue();
      List<String> entries = new ArrayList<>();
      if (value.isObject()) {
        value.properties().forEach(e -> entries.add("\"" + e.getKey() + "\": " + e.getValue()));
      } else if (value.isArray() && value.get(0).isObject()) {
        value.forEach(entry -> entries.add(entry.toString()));
      }
      String inner = String.join(",\n  ", entries);
      String text =
          entries.isEmpty()
              ? value.toString()
              : value.isObject() ? "{\n  " + inner + "\n }" : "[\n  " + inner + "\n ]";
      fields.add(" \"" + field.getKey() + "\": " + text);
    }
    return "{\n" + String.join(",\n", fields) + "\n}\n";
  }
}
