package io.bagoftricks.engine.evaluate;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The files of an evaluation in a folder: tables, and pictures for people. */
public record EvaluationFiles(Path folder, OutputFiles outputs) {
  /** The folder in that of a run whose pictures the run's report shows. */
  public static final String IN_RUN = "evaluation";

  /** The name of the reliability diagram. */
  public static final String RELIABILITY = "reliability.png";

  /** The name of the contact sheet. */
  public static final String WRONG = "wrong.png";

  private static final String CLASSES = "classes.csv";
  private static final String CONFUSION = "confusion.csv";
  private static final String CALIBRATION = "calibration.csv";

  /** The names of all. */
  public static final List<String> NAMES =
      List.of(CLASSES, CONFUSION, CALIBRATION, RELIABILITY, WRONG);

  /** Writes the tables. */
  public void write(Evaluation evaluation) throws IOException {
    outputs.write(folder.resolve(CLASSES), EvaluationTables.classes(evaluation));
    outputs.write(folder.resolve(CONFUSION), out -> EvaluationTables.confusion(evaluation, out));
    outputs.write(folder.resolve(CALIBRATION), EvaluationTables.calibration(evaluation));
  }

  /** Draws the reliability diagram. */
  public void drawReliability(String title, Evaluation evaluation) throws IOException {
    byte[] picture =
        ReliabilityDiagram.png(
            title, evaluation.calibration(), evaluation.metrics().calibrationError());
    outputs.write(folder.resolve(RELIABILITY), picture);
  }

  /** Draws the contact sheet of the images that the network is surest of and wrong about. */
  public void drawWrong(String title, Evaluation evaluation, Dataset images, List<String> names)
      throws IOException {
    int shown = evaluation.wrong().size();
    String words =
        shown == 0
            ? "no image is taken for another class"
            : String.format(Locale.ROOT, "the %d wrong that it is surest of", shown);
    outputs.write(
        folder.resolve(WRONG),
        WrongSheet.png(title + ": " + words, images, evaluation.wrong(), names));
  }
}
