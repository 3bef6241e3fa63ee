package io.bagoftricks.engine.internal.run;

import io.bagoftricks.engine.internal.text.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A run's {@code metrics.csv}: a row per epoch.
 *
 * @param columns their names
 * @param rows as many cells as columns; empty where there is no value
 */
public record MetricsTable(List<String> columns, List<List<String>> rows) {
  private static final String NAME = "metrics.csv";
  private static final String FIRST = "epoch";

  /** Copies the lists. */
  public MetricsTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * Reads the table; a last line that was cut off is left out. Without a file it has no rows.
   *
   * @throws IOException if it cannot be read, or is not a table
   */
  public static MetricsTable read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    List<List<String>> lines = RunTable.read(file);
    if (lines.isEmpty()) {
      return new MetricsTable(List.of(), List.of());
    }
    List<String> columns = lines.get(0);
    if (!columns.get(0).equals(FIRST)) {
      throw RunTable.damaged(file, "Its first column is not '%s'.".formatted(FIRST), null);
    }
    List<List<String>> rows = new ArrayList<>(lines.subList(1, lines.size()));
    if (!rows.isEmpty() && isCutOff(rows.get(rows.size() - 1), columns.size())) {
      rows.remove(rows.size() - 1);
    }
    for (int i = 0; i < rows.size(); i++) {
      check(file, i + 2, columns, rows.get(i));
    }
    return new MetricsTable(columns, rows);
  }

  private static boolean isCutOff(List<String> row, int columns) {
    return row.size() < columns || !isValue(row.get(row.size() - 1));
  }

  private static boolean isValue(String cell) {
    return cell.isEmpty() || number(cell).isPresent();
  }

  private static void check(Path file, int line, List<String> columns, List<String> row)
      throws IOException {
    if (row.size() != columns.size()) {
      throw RunTable.damaged(
          file,
          String.format(
              Locale.ROOT,
              "Line %d has %d cells, and there are %d columns.",
              line,
              row.size(),
              columns.size()),
          null);
    }
    for (String cell : row) {
      if (!isValue(cell)) {
        throw RunTable.damaged(
            file,
            String.format(Locale.ROOT, "Line %d has '%s' for a number.", line, OneLine.of(cell)),
            null);
      }
    }
  }

  /** The values of a column, one per row; empty where there is none, or no such column. */
  public List<Optional<Double>> numbers(String column) {
    int index = columns.indexOf(column);
    List<Optional<Double>> numbers = new ArrayList<>();
    for (List<String> row : rows) {
      numbers.add(index < 0 ? Optional.empty() : number(row.get(index)));
    }
    return numbers;
  }

  /** The last value of a column. */
  public Optional<Double> last(String column) {
    return numbers(column).stream().flatMap(Optional::stream).reduce((a, b) -> b);
  }

  /**
   * Whether the run has gone on behind an evaluation: the first that is finite is the best so far,
   * and a checkpoint of it was written.
   */
  boolean hasGoneOnBehindEvaluation() {
    return numbers("loss").stream()
        .limit(Math.max(0, rows.size() - 1))
        .flatMap(Optional::stream)
        .anyMatch(Double::isFinite);
  }

  private static Optional<Double> number(String cell) {
    try {
      return cell.isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(cell));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
