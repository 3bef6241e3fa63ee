package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/guarantees.md and docs/for-authors.md name exist. */
final class GuaranteesTest {
  private static final Pattern NAME = Pattern.compile("([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  @Test
  void everyPromiseNamesATestThatThereIs() throws IOException {
    TestSources tests = TestSources.read();
    String page = Files.readString(Checkout.root().resolve("docs/guarantees.md"));
    List<String> wrong = new ArrayList<>();
    int promises = 0;
    for (String line : page.lines().filter(GuaranteesTest::isPromise).toList()) {
      promises++;
      String held = line.substring(line.lastIndexOf('|', line.length() - 2));
      Matcher quoted = QUOTED.matcher(held);
      if (!quoted.find()) {
        wrong.add(line);
      }
      quoted.reset();
      while (quoted.find()) {
        Matcher name = NAME.matcher(quoted.group(1));
        if (name.matches() ? !tests.has(name.group(1), name.group(2)) : !isThere(quoted.group(1))) {
          wrong.add(quoted.group());
        }
      }
    }

    assertThat(promises).isGreaterThan(30);
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyAnswerToAuthorsNamesTestsThatThereAre() throws IOException {
    TestSources tests = TestSources.read();
    String page = Files.readString(Checkout.root().resolve("docs/for-authors.md"));
    Set<String> named =
        QUOTED
            .matcher(page)
            .results()
            .map(quoted -> quoted.group(1))
            .filter(NAME.asMatchPredicate())
            .collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(tests.byClass()).containsKeys(named.toArray(String[]::new));
  }

  /** Whether a module or a script has that name. */
  private static boolean isThere(String name) {
    return Stream.of("", "backends")
        .anyMatch(parent -> Files.exists(Checkout.root().resolve(parent).resolve(name)));
  }

  private static boolean isPromise(String line) {
    return line.startsWith("| ") && !line.matches("\\| (promise|kind) \\|.*");
  }
}
