package io.bagoftricks.engine.teacher;

import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.engine.internal.loader.DataRanges;
import io.bagoftricks.engine.plan.TeacherModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads teachers from files of a format that needs a library of its own; found with a service
 * loader.
 */
public interface TeacherFormat {
  /** The largest height and width of what a teacher sees, in pixels. */
  int LARGEST_SIDE = DataRanges.LARGEST_SIDE;

  /** How the names of its files end, in lower case with the dot, such as {@code .onnx}. */
  String ending();

  /**
   * The network in a file, of which nothing is built yet.
   *
   * @param file that exists
   * @param normalization of its inputs, as the recipe has it; empty where the recipe does not say
   * @throws io.bagoftricks.engine.problem.ProblemException if it is not a network that can be
   *     learned from, with the reason
   * @throws IOException if the file cannot be read
   */
  TeacherModel read(Path file, Optional<Normalization> normalization) throws IOException;
}
