package io.bagoftricks.engine.evaluate;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.engine.evaluation.CalibrationBin;
import io.bagoftricks.engine.evaluation.ConfusionMatrix;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.evaluation.JudgedImage;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.train.NoResultException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A trained network on labeled images.
 *
 * @param classes in the order of their labels
 * @param calibration the 15 bins of the reliability diagram
 * @param wrong the images that it was surest of and wrong, the surest first
 */
public record Evaluation(
    Metrics metrics,
    List<ClassScores> classes,
    ConfusionMatrix confusion,
    List<CalibrationBin> calibration,
    List<JudgedImage> wrong) {
  /** Copies the lists. */
  public Evaluation {
    classes = List.copyOf(classes);
    calibration = List.copyOf(calibration);
    wrong = List.copyOf(wrong);
  }

  /**
   * Evaluates.
   *
   * @param names of the classes
   * @param mostWrong how many of the images that it is wrong about are kept
   * @throws NoResultException if the loss is not finite
   */
  public static Evaluation of(
      Inference inference, Dataset images, List<String> names, int mostWrong) {
    SurestWrong surest = new SurestWrong(mostWrong);
    Evaluated evaluated = inference.evaluate(images, surest::add);
    if (!evaluated.isFinite()) {
      throw new NoResultException(
          "[eval/not-finite] The loss of the evaluation is %s. %s Use other weights of the run (--weights), or train it anew with a lower learning rate."
              .formatted(evaluated.metrics().loss(), evaluated.nonFinite().orElseThrow()));
    }
    return new Evaluation(
        evaluated.metrics(),
        ClassScores.of(evaluated.confusion(), names),
        evaluated.confusion(),
        evaluated.calibration(),
        surest.images());
  }

  /**
   * The scores of classes that an image has or was taken for: only these are judged, as in
   * scikit-learn's {@code classification_report}.
   */
  public List<ClassScores> occurring() {
    return IntStream.range(0, classes.size())
        .filter(
            c ->
                IntStream.range(0, classes.size())
                    .anyMatch(o -> confusion.images(c, o) > 0 || confusion.images(o, c) > 0))
        .mapToObj(classes::get)
        .toList();
  }

  /** The matrix as rows: of each label, how many images were taken for each class. */
  public List<List<Integer>> confusionRows() {
    List<List<Integer>> rows = new ArrayList<>();
    for (int label = 0; label < confusion.classes(); label++) {
      List<Integer> row = new ArrayList<>();
      for (int taken = 0; taken < confusion.classes(); taken++) {
        row.add(confusion.images(label, taken));
      }
      rows.add(row);
    }
    return rows;
  }
}
