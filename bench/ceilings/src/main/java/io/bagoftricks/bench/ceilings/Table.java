package io.bagoftricks.bench.ceilings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table for people: aligned in a terminal, or in Markdown. */
final class Table {
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    this.header = List.of(header);
  }

  /** Adds a row of as many cells as the header has. */
  void add(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException("a row of " + cells.length + " cells");
    }
    rows.add(List.of(cells));
  }

  /** The first column to the left, all others to the right. */
  String text() {
    StringBuilder text = new StringBuilder();
    all().forEach(row -> text.append(aligned(row)).append('\n'));
    return text.toString();
  }

  String markdown() {
    StringBuilder text = new StringBuilder(line(header));
    text.append("|---").append("|---:".repeat(header.size() - 1)).append("|\n");
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private String aligned(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = all().stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
      line.append(i == 0 ? "" : "  ")
          .append(
              String.format(
                  Locale.ROOT, "%" + (i == 0 ? "-" : "") + Math.max(1, width) + "s", row.get(i)));
    }
    return line.toString();
  }

  private List<List<String>> all() {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    return all;
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
