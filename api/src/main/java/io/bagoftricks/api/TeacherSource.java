package io.bagoftricks.api;

import java.util.Optional;

/**
 * Where the weights of a {@link Teacher} are: the folder of a finished run, or a safetensors file
 * of ours.
 *
 * @param path as a recipe has it: relative to the working directory, absolute, or with a leading
 *     {@code ~}
 * @param weights which of a run's weights; a file has no others
 * @param recipe of the network whose weights a safetensors file has, where it lies in no run's
 *     folder: a path
 * @since 0.1
 */
public record TeacherSource(String path, Choice weights, Optional<String> recipe) {
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
   */
  public TeacherSource {
    if (path.isBlank() || recipe.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("The path of a teacher is not blank");
    }
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
