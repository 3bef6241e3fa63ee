package io.bagoftricks.api;

import io.bagoftricks.api.network.Normalization;
import java.util.Optional;

/**
 * Where the weights of a {@link Teacher} are: the folder of a finished run, a safetensors file of
 * ours, or an ONNX model.
 *
 * @param path as a recipe has it: relative to the working directory, absolute, or with a leading
 *     {@code ~}
 * @param weights which of a run's weights; a file has no others
 * @param recipe of the network whose weights a safetensors file has, where it lies in no run's
 *     folder: a path
 * @param normalization of the network's inputs, where an ONNX model that is not ours has weights
 *     but does not say it
 * @since 0.1
 */
public record TeacherSource(
    String path, Choice weights, Optional<String> recipe, Optional<Normalization> normalization) {
  /** Which of a run's weights. */
  public enum Choice {
    /** As the run's last evaluation had them: an average, where a trick keeps one. */
    LAST,
    /** Of the checkpoint with the best evaluation, as it was evaluated. */
    BEST
  }

  /**
   * Checks the paths.
   *
   * @param path not blank
   * @param weights which of a run's weights
   * @param recipe not blank, where there is one
   * @param normalization of its inputs
   */
  public TeacherSource {
    if (path.isBlank() || recipe.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("The path of a teacher is not blank");
    }
  }

  /**
   * A source that says itself how its inputs are normalized.
   *
   * @param path not blank
   * @param weights which of a run's weights
   * @param recipe not blank, where there is one
   */
  public TeacherSource(String path, Choice weights, Optional<String> recipe) {
    this(path, weights, recipe, Optional.empty());
  }

  /**
   * {@return a source with nothing but its path: of a run the last weights}
   *
   * @param path of a folder or a file
   */
  public static TeacherSource of(String path) {
    return new TeacherSource(path, Choice.LAST, Optional.empty());
  }
}
