package io.bagoftricks.engine.predict;

import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Is told of each image in order, on the thread that predicts. */
public interface PredictionListener {
  /**
   * An image has its classes.
   *
   * @param map what the network looked at, where that was asked for
   */
  void onPrediction(Path file, Prediction prediction, Optional<ClassMap> map) throws IOException;

  /** A file has no classes. */
  void onProblem(Problem problem);
}
