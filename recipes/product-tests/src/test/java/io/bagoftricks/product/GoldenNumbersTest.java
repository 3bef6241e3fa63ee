package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The numbers of the second table of docs/golden-numbers.md stand in the tests that it names. */
final class GoldenNumbersTest {
  private static final String HEAD = "| rule | numbers | test |\n|---|---|---|\n";
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  @Test
  void everyNumberStandsInItsTest() throws IOException {
    TestSources tests = TestSources.read();
    List<String> wrong = new ArrayList<>();
    List<String> rows = rows();
    for (String row : rows) {
      String[] cells = row.split("\\|", -1);
      List<String> numbers = quoted(cells[2]);
      String[] test = String.join("", quoted(cells[3])).split("\\.", -1);
      boolean holds =
          test.length == 2
              && tests.methods(test[0], test[1]).stream()
                  .anyMatch(method -> numbers.stream().allMatch(number -> stands(number, method)));
      if (!holds) {
        wrong.add(row);
      }
    }

    assertThat(rows).hasSizeGreaterThan(60);
    assertThat(wrong).isEmpty();
  }

  private static List<String> rows() throws IOException {
    String page = Files.readString(Checkout.root().resolve("docs/golden-numbers.md"));
    assertThat(page).contains(HEAD);
    return page.substring(page.indexOf(HEAD) + HEAD.length())
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  /** As a number of its own, whatever marks its thousands: 0.9 does not stand in 0.99. */
  private static boolean stands(String number, String method) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(number) + "(?!\\.?\\w)")
        .matcher(method.replaceAll("(?<=\\d)_(?=\\d)", ""))
        .find();
  }

  private static List<String> quoted(String cell) {
    return QUOTED.matcher(cell).results().map(each -> each.group(1)).toList();
  }
}
