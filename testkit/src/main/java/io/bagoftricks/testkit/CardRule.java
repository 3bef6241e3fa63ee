package io.bagoftricks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.plugin.CardFile;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.recipe.RecipeWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The card of a trick is complete, and its table is true. */
final class CardRule {
  private static final List<String> SECTIONS =
      List.of(
          "Does",
          "Use",
          "Hyperparameters",
          "Details",
          "Costs, and when not",
          "Works with / conflicts",
          "Paper",
          "Measured");

  /** Name, type, default. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| *`([A-Za-z0-9]+)` *\\|[^|\\n]*\\| *`([^`|\\n]+)` *\\|");

  private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");

  private CardRule() {}

  static void check(TrickBench bench) {
    TrickDescriptor trick = bench.registry().find(bench.id()).orElseThrow();
    String file = "META-INF/tricks/" + trick.id() + ".md";
    String card =
        CardFile.text(trick)
            .orElseThrow(
                () -> new AssertionError("There is no card " + file + " beside the class"));
    List<String> sections = new ArrayList<>();
    Matcher heading = HEADING.matcher(card);
    while (heading.find()) {
      sections.add(heading.group(1));
    }
    assertThat(sections).describedAs("the sections of " + file).isEqualTo(SECTIONS);

    Map<String, String> rows = new TreeMap<>();
    Matcher row = ROW.matcher(card);
    while (row.find()) {
      rows.put(row.group(1), plain(row.group(2)));
    }
    Map<String, String> settings = new TreeMap<>();
    RecipeWriter.settings(trick.defaults()).forEach((key, json) -> settings.put(key, plain(json)));
    assertThat(rows)
        .describedAs("settings and defaults in the table of " + file + ", against the record")
        .isEqualTo(settings);
  }

  /** One way to write a value: {@code 1e-4} and {@code 1.0E-4} are the same. */
  private static String plain(String json) {
    try {
      return Double.toString(Double.parseDouble(json));
    } catch (NumberFormatException e) {
      return json.replace(" ", "");
    }
  }
}
