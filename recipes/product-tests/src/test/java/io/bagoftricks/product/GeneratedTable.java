package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of a page that a test generates. The page as it should be is written into {@code target},
 * from where it is copied if the test says that the one in the checkout is out of date.
 *
 * @param page in the checkout
 * @param head header and line of the table
 */
record GeneratedTable(String page, String head, List<String> rows) {
  static GeneratedTable of(String page, String head, List<String> rows) {
    return new GeneratedTable(page, head, List.copyOf(rows));
  }

  /**
   * Compares.
   *
   * @param test that generates it
   * @param measured the column of a number that may be off by rounding: up to a factor of 2; -1 for
   *     none
   */
  void check(Class<?> test, int measured) throws IOException {
    String text = Files.readString(Checkout.root().resolve(page));
    assertThat(text).contains(head + "\n");
    int begin = text.indexOf(head) + head.length() + 1;
    int end = begin;
    List<String> written = new ArrayList<>();
    while (text.startsWith("|", end)) {
      int next = text.indexOf('\n', end) + 1;
      written.add(text.substring(end, next - 1));
      end = next;
    }
    Path fresh = Checkout.root().resolve("recipes/product-tests/target/" + page);
    Files.createDirectories(fresh.getParent());
    Files.writeString(
        fresh, text.substring(0, begin) + String.join("\n", rows) + "\n" + text.substring(end));
    boolean same =
        written.size() == rows.size()
            && IntStream.range(0, rows.size())
                .allMatch(i -> agree(written.get(i), rows.get(i), measured));
    assertThat(same)
        .withFailMessage(
            "%s is out of date. Look at the difference, and take it over:%n"
                + "  mvn -q -pl recipes/product-tests -am test -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false%n"
                + "  cp recipes/product-tests/target/%s %s%n%s",
            page,
            test.getSimpleName(),
            page,
            page,
            String.join(
                "\n", rows.stream().filter(row -> !written.contains(row)).limit(20).toList()))
        .isTrue();
  }

  private static boolean agree(String written, String row, int measured) {
    String[] one = written.split("\\|", -1);
    String[] other = row.split("\\|", -1);
    if (one.length != other.length) {
      return false;
    }
    for (int i = 0; i < one.length; i++) {
      boolean close = i == measured + 1 && close(one[i].strip(), other[i].strip());
      if (!close && !one[i].equals(other[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean close(String one, String other) {
    try {
      double ratio = Double.parseDouble(one) / Double.parseDouble(other);
      return ratio > 0.49 && ratio < 2.1;
    } catch (NumberFormatException e) {
      return one.equals(other);
    }
  }
}
