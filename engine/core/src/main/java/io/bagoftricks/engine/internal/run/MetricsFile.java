package io.bagoftricks.engine.internal.run;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.engine.internal.table.Csv;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.EpochReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code metrics.csv}: a line per epoch, and a column for each term of the loss behind the others.
 * A value that is not finite is {@code NaN}, one that there is not an empty cell. Where a term
 * turns up later, the file is written anew with one more column. The columns {@code top1} to {@code
 * calibrationError} are of the validation split, which may be the test split; where it is not, the
 * evaluation on that has columns of its own, in the last line.
 */
final class MetricsFile {
  private static final List<String> COLUMNS =
      List.of(
          "epoch",
          "trainLoss",
          "trainTop1",
          "learningRate",
          "skippedUpdates",
          "overflows",
          "lossScale",
          "zeroGradients",
          "imagesPerSecond",
          "loaderWaitSeconds",
          "top1",
          "top5",
          "loss",
          "calibrationError",
          "targetEntropy");
  private static final List<String> TEST_COLUMNS =
      List.of("testTop1", "testTop5", "testLoss", "testCalibrationError");
  private static final String TERM = "trainLoss.";

  private final Disk disk;
  private final Path file;
  private final List<EpochReport> epochs = new ArrayList<>();
  private @Nullable Metrics tested;
  private boolean behind;

  MetricsFile(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  /** Adds an epoch's line, and those that could not be written before. */
  void append(EpochReport epoch) throws IOException {
    Set<String> terms = terms();
    epochs.add(epoch);
    boolean anew = behind || !terms.equals(terms()) || !Files.isRegularFile(file);
    behind = true;
    if (anew) {
      complete();
      return;
    }
    try (OutputStream out = disk.append(file)) {
      out.write(line(epoch, terms).getBytes(StandardCharsets.UTF_8));
    }
    disk.force(file);
    behind = false;
  }

  /** Adds the evaluation on the test split to the last line. */
  void test(Metrics metrics) throws IOException {
    tested = metrics;
    behind = true;
    complete();
  }

  /** Writes the lines that could not be written before, if there are any. */
  void complete() throws IOException {
    if (behind) {
      write();
    }
  }

  /** As {@link #rewrite}; what cannot be written now is written with the next line. */
  void cutBack(List<EpochReport> all) {
    try {
      rewrite(all);
    } catch (IOException e) {
      behind = true;
    }
  }

  /** Makes the file hold these epochs and no others: as it was when they were the only ones. */
  void rewrite(List<EpochReport> all) throws IOException {
    epochs.clear();
    epochs.addAll(all);
    tested = null;
    behind = true;
    write();
  }

  private void write() throws IOException {
    Set<String> terms = terms();
    List<String> columns = new ArrayList<>(COLUMNS);
    if (tested != null) {
      columns.addAll(TEST_COLUMNS);
    }
    terms.forEach(term -> columns.add(TERM + term));
    StringBuilder text = new StringBuilder(Csv.line(columns));
    epochs.forEach(epoch -> text.append(line(epoch, terms)));
    disk.replace(file, text.toString());
    behind = false;
  }

  private Set<String> terms() {
    Set<String> terms = new LinkedHashSet<>();
    epochs.forEach(epoch -> terms.addAll(epoch.losses().keySet()));
    return terms;
  }

  private String line(EpochReport epoch, Set<String> terms) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                Integer.toString(epoch.epoch() + 1),
                cell(OptionalDouble.of(epoch.loss())),
                number("%.6f", epoch.top1()),
                number("%.8g", epoch.learningRate()),
                Long.toString(epoch.skippedUpdates()),
                Long.toString(epoch.overflows()),
                number("%.8g", epoch.lossScale()),
                cell(epoch.zeroGradients()),
                number("%.1f", epoch.imagesPerSecond()),
                number("%.3f", epoch.loaderWaitSeconds()),
                cell(evaluated(epoch, Metrics::top1)),
                cell(evaluated(epoch, Metrics::top5)),
                cell(evaluated(epoch, Metrics::loss)),
                cell(evaluated(epoch, Metrics::calibrationError)),
                cell(OptionalDouble.of(epoch.targetEntropy()))));
    if (tested != null) {
      cells.addAll(test(epoch.equals(epochs.get(epochs.size() - 1)), tested));
    }
    for (String term : terms) {
      Double loss = epoch.losses().get(term);
      cells.add(cell(loss == null ? OptionalDouble.empty() : OptionalDouble.of(loss)));
    }
    return Csv.line(cells);
  }

  private static List<String> test(boolean isLast, Metrics metrics) {
    return DoubleStream.of(
            metrics.top1(), metrics.top5(), metrics.loss(), metrics.calibrationError())
        .mapToObj(value -> isLast ? cell(OptionalDouble.of(value)) : "")
        .toList();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static OptionalDouble evaluated(EpochReport epoch, ToDoubleFunction<Metrics> value) {
    return epoch.evaluation().stream().mapToDouble(value).findAny();
  }

  /** Infinity is NaN as well: a checkpoint does not tell them apart. */
  private static String cell(OptionalDouble value) {
    if (value.isEmpty()) {
      return "";
    }
    double number = value.getAsDouble();
    return Double.isFinite(number) ? number("%.6f", number) : "NaN";
  }
}
