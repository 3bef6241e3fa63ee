package io.bagoftricks.bench.ceilings;

import java.util.ArrayList;
import java.util.List;

/** A table for people: aligned in a terminal, or in Markdown. */
final class Table {
  private final int words;
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param words how many columns have words: they are aligned to the left, numbers to the right
   */
  Table(int words, String... header) {
    this.words = words;
    this.header = List.of(header);
  }

  /** Adds a row of as many cells as the header has. */
  void add(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException("a row of " + cells.length + " cells");
    }
    rows.add(List.of(cells));
  }

  /** With columns of equal width. */
  String text() {
    StringBuilder text = new StringBuilder();
    all().forEach(row -> text.append(aligned(row)).append('\n'));
    return text.toString();
  }

  /** As Markdown. */
  String markdown() {
    String right = "---:|".repeat(header.size() - words);
    StringBuilder text = new StringBuilder(line(header));
    text.append('|').append("---|".repeat(words)).append(right).append('\n');
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private String aligned(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String spaces = " ".repeat(width(i) - row.get(i).length());
      line.append(i == 0 ? "" : "  ").append(i < words ? row.get(i) + spaces : spaces + row.get(i));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return all().stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
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
