package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The ids of problems: docs/problems.md has them all, each once, and a test tells the text of each.
 */
final class ProblemIdsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+/[a-z0-9-]+)` \\| \\S");
  private static final Pattern LITERAL = Pattern.compile("\"\\[?([a-z-]+/[a-z0-9-]+)[\\]\"]");

  /** Texts that look like ids: scalars of TensorBoard, templates, names in an ONNX file, a unit. */
  private static final Set<String> OTHERS =
      Set.of(
          "hooks/batch",
          "hooks/evaluate",
          "hooks/sample",
          "hooks/schedule",
          "hooks/step",
          "images/s",
          "pixels/centred",
          "pixels/mean",
          "train/loss",
          "train/top1",
          "update/loss",
          "update/top1");

  /** Some of the text behind an id, perhaps with a name or a call between. */
  private static final String WORDS = "(\"[^;]{0,200}?\")?[ .'\\\\\\w%-][^\"\\n]{6,}";

  private static List<String> rows;
  private static String product;
  private static String tests;

  @BeforeAll
  static void read() throws IOException {
    String page = Files.readString(Checkout.root().resolve("docs/problems.md"));
    rows = all(ROW, page);
    product = sources("/src/main/", ".java");
    tests = sources("/src/test/", ".java", ".txt");
  }

  @Test
  void thePageHasEachOnceInOrder() {
    assertThat(rows).hasSizeGreaterThan(100).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void thePageHasThoseOfTheSourcesAndNoOther() {
    Set<String> used = new TreeSet<>(all(LITERAL, product));

    assertThat(used).containsAll(OTHERS);
    used.removeAll(OTHERS);
    assertThat(rows).containsExactlyElementsOf(used);
  }

  @Test
  void aTestTellsTheTextOfEach() {
    List<String> untold = new ArrayList<>();
    for (String id : rows) {
      if (!Pattern.compile("\\[" + id + "] " + WORDS).matcher(tests).find()) {
        untold.add(id);
      }
    }
    assertThat(untold).isEmpty();
  }

  private static List<String> all(Pattern pattern, String text) {
    List<String> all = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      all.add(matcher.group(1));
    }
    return all;
  }

  private static String sources(String part, String... ends) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : Checkout.files("", ends)) {
      String name = file.toString();
      if (name.contains(part)
          && !name.contains("/bench/")
          && !name.endsWith("ProblemIdsTest.java")
          && !name.endsWith("ProblemReportTest.java")) { // its texts are made up
        all.append(Files.readString(file)).append('\n');
      }
    }
    return all.toString();
  }
}
