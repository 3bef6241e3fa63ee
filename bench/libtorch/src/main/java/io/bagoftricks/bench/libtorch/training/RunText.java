package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A golden run as JSON: one line for each entry of a list or an object below the top. */
final class RunText {
  private RunText() {}

  static String of(ObjectNode run) {
    List<String> sections = new ArrayList<>();
    run.properties()
        .forEach(
            section -> sections.add(" \"" + section.getKey() + "\": " + lines(section.getValue())));
    return "{\n" + String.join(",\n", sections) + "\n}\n";
  }

  private static String lines(JsonNode section) {
    List<String> lines = new ArrayList<>();
    if (section.isArray()) {
      section.forEach(entry -> lines.add("  " + entry));
      return "[\n" + String.join(",\n", lines) + "\n ]";
    }
    if (section.isObject()) {
      section
          .properties()
          .forEach(entry -> lines.add("  \"" + entry.getKey() + "\": " + entry.getValue()));
      return "{\n" + String.join(",\n", lines) + "\n }";
    }
    return section.toString();
  }
}
