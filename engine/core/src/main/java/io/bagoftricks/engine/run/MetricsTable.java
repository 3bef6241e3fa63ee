package io.bagoftricks.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run's {@code metrics.csv}: a row per epoch.
 *
 * @param columns their names
 * @param rows as many cells as columns; empty where there is no value
 */
public record MetricsTable(List<String> columns, List<List<String>> rows) {
  private static final String NAME = "metrics.csv";

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
    List<List<String>> lines = RunTable.read(folder.resolve(NAME));
    List<String> columns = lines.isEmpty() ? List.of() : lines.get(0);
    return new MetricsTable(
        columns, lines.stream().skip(1).filter(row -> row.size() == columns.size()).toList());
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

  private static Optional<Double> number(String cell) {
    try {
      return cell.isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(cell));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
