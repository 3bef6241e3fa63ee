package io.bagoftricks.engine.evaluate;

import io.bagoftricks.engine.evaluation.CalibrationBin;
import io.bagoftricks.engine.internal.table.Csv;
import io.bagoftricks.engine.internal.text.OneLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** An evaluation as tables for people and for spreadsheets. */
public final class EvaluationTables {
  private static final int LONGEST_NAME = 32;
  private static final int MOST_ROWS = 20;

  private EvaluationTables() {}

  /** {@code class,precision,recall,f1,support}, a line for each class. */
  public static String classes(Evaluation evaluation) {
    StringBuilder text =
        new StringBuilder(Csv.line("class", "precision", "recall", "f1", "support"));
    for (ClassScores scores : evaluation.classes()) {
      text.append(
          Csv.line(
              scores.name(),
              number("%.6f", scores.precision()),
              number("%.6f", scores.recall()),
              number("%.6f", scores.f1()),
              scores.support()));
    }
    return text.toString();
  }

  /**
   * A line for each label, a column for each class that its images were taken for, line by line: it
   * is as large as the square of the classes.
   */
  public static void confusion(Evaluation evaluation, OutputStream out) throws IOException {
    List<String> header = new ArrayList<>(List.of("label"));
    evaluation.classes().forEach(scores -> header.add(scores.name()));
    out.write(Csv.line(header).getBytes(StandardCharsets.UTF_8));
    for (int label = 0; label < evaluation.classes().size(); label++) {
      List<Object> cells = new ArrayList<>(List.of(evaluation.classes().get(label).name()));
      for (int taken = 0; taken < evaluation.classes().size(); taken++) {
        cells.add(evaluation.confusion().images(label, taken));
      }
      out.write(Csv.line(cells).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** {@code above,upTo,images,confidence,accuracy}, a line for each of the 15 bins. */
  public static String calibration(Evaluation evaluation) {
    StringBuilder text =
        new StringBuilder(Csv.line("above", "upTo", "images", "confidence", "accuracy"));
    for (CalibrationBin bin : evaluation.calibration()) {
      text.append(
          Csv.line(
              number("%.6f", bin.above()),
              number("%.6f", bin.upTo()),
              bin.examples(),
              number("%.6f", bin.confidence()),
              number("%.6f", bin.accuracy())));
    }
    return text.toString();
  }

  /**
   * For people: the classes, where there are many those with the lowest F1, and a line below them
   * with the plain means.
   */
  public static List<String> shown(Evaluation evaluation) {
    List<ClassScores> all = evaluation.occurring();
    int absent = evaluation.classes().size() - all.size();
    boolean some = all.size() > MOST_ROWS;
    List<ClassScores> rows =
        some
            ? all.stream()
                .sorted(Comparator.comparingDouble(ClassScores::f1))
                .limit(MOST_ROWS)
                .toList()
            : all;
    int width = rows.stream().mapToInt(row -> name(row).length()).max().orElse(0);
    width = Math.max(width, "mean of classes".length());
    List<String> lines = new ArrayList<>();
    if (some) {
      lines.add(
          String.format(
              Locale.ROOT, "The %d of %d classes with the lowest F1:", MOST_ROWS, all.size()));
    }
    if (absent > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "Without %d of %d classes: no image is of them, and none was taken for them.",
              absent,
              evaluation.classes().size()));
    }
    lines.add(
        String.format(
            Locale.ROOT, "%-" + width + "s  precision    recall        F1   images", "class"));
    for (ClassScores row : rows) {
      lines.add(line(width, name(row), row.precision(), row.recall(), row.f1(), row.support()));
    }
    lines.add(
        line(
            width,
            "mean of classes",
            all.stream().mapToDouble(ClassScores::precision).average().orElse(0),
            all.stream().mapToDouble(ClassScores::recall).average().orElse(0),
            all.stream().mapToDouble(ClassScores::f1).average().orElse(0),
            evaluation.metrics().examples()));
    return lines;
  }

  private static String line(
      int width, String name, double precision, double recall, double f1, long images) {
    return String.format(
        Locale.ROOT,
        "%-" + width + "s  %7.2f %%  %6.2f %%  %6.2f %%  %,7d",
        name,
        100 * precision,
        100 * recall,
        100 * f1,
        images);
  }

  private static String name(ClassScores row) {
    String name = OneLine.of(row.name());
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 3) + "...";
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
