package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/tricks.html is made of the cards, and of the paper's numbers, as ablations show them. */
final class TricksPageTest {
  /** {@code trick,points,rows}, as ablations show it. */
  private static final Pattern PAPER = Pattern.compile("(?m)^([a-z-]+),([-0-9.]+),.*$");

  @Test
  void isMadeOfTheCards() throws IOException {
    Path fresh = Checkout.root().resolve("recipes/product-tests/target/docs/tricks.html");
    Files.createDirectories(fresh.getParent());
    Files.writeString(fresh, page());

    Path kept = Checkout.root().resolve("docs/tricks.html");
    assertThat(Files.exists(kept) && Files.readString(kept).equals(page()))
        .withFailMessage(
            """
            docs/tricks.html is out of date. Take it over, and look at it in a browser:
              mvn -q -pl recipes/product-tests -am test -Dtest=TricksPageTest -Dsurefire.failIfNoSpecifiedTests=false
              cp recipes/product-tests/target/docs/tricks.html docs""")
        .isTrue();
  }

  @Test
  void needsNothingElse() throws IOException {
    assertThat(page()).doesNotContainPattern("(?i)<link|<img|\\bsrc=|url\\(|@import|fetch\\(");
  }

  @Test
  void showsWhatWasMeasured() throws IOException {
    assertThat(page())
        .contains(
            "<td class=\"number\">-0.61 ± 0.48, excludes zero</td>"
                + "<td class=\"number\">+1.27 ± 0.72, excludes zero</td><td class=\"number\">+0.44</td>",
            "<td class=\"number\">+0.36</td>");
  }

  private static String page() throws IOException {
    TrickRegistry tricks = TinyRuns.plugins().tricks();
    List<TrickDescriptor> all =
        tricks.ids().stream()
            .map(id -> tricks.find(id).orElseThrow())
            .sorted(
                Comparator.comparing(TrickDescriptor::family).thenComparing(TrickDescriptor::id))
            .toList();
    return new TricksPage(template(), all, paper()).html();
  }

  private static Map<String, String> paper() throws IOException {
    return PAPER
        .matcher(
            Files.readString(
                Checkout.root().resolve("recipes/src/main/resources/META-INF/ablation/paper.csv")))
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1),
                row -> String.format(Locale.ROOT, "%+.2f", Double.parseDouble(row.group(2)))));
  }

  private static String template() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(TricksPageTest.class.getResourceAsStream("tricks.html"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
