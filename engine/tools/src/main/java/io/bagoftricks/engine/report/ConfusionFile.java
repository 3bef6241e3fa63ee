package io.bagoftricks.engine.report;

import io.bagoftricks.engine.evaluation.ConfusionMatrix;
import io.bagoftricks.engine.internal.run.RunTable;
import io.bagoftricks.engine.internal.table.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A confusion matrix as {@code confusion.csv}: how many images of a label were given a class, a
 * line for each pair that occurred. Labels count from 0.
 */
public final class ConfusionFile {
  /** Its name in the folder of a run. */
  public static final String NAME = "confusion.csv";

  private static final List<String> HEADER = List.of("label", "predicted", "images");

  private ConfusionFile() {}

  /** The text of the file of a matrix. */
  public static String text(ConfusionMatrix matrix) {
    StringBuilder text = new StringBuilder(Csv.line(HEADER));
    for (int label = 0; label < matrix.classes(); label++) {
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        int images = matrix.images(label, predicted);
        if (images > 0) {
          text.append(Csv.line(label, predicted, images));
        }
      }
    }
    return text.toString();
  }

  /**
   * Reads the matrix of a run; empty if it has none.
   *
   * @throws IOException if the file is not what {@link #text} gives
   */
  public static Optional<ConfusionMatrix> read(Path folder, int classes) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<List<String>> lines = RunTable.read(file);
    ConfusionMatrix matrix = new ConfusionMatrix(classes);
    for (int i = 0; i < lines.size(); i++) {
      List<String> line = lines.get(i);
      if (i == 0 ? !line.equals(HEADER) : !add(line, matrix)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s:%d: '%s' is not what a run of %d classes writes. Delete the file to do without it.",
                file,
                i + 1,
                String.join(",", line),
                classes));
      }
    }
    return Optional.of(matrix);
  }

  private static boolean add(List<String> cells, ConfusionMatrix matrix) {
    try {
      matrix.add(
          Integer.parseInt(cells.get(0)),
          Integer.parseInt(cells.get(1)),
          Integer.parseInt(cells.get(2)));
      return cells.size() == HEADER.size();
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return false;
    }
  }
}
