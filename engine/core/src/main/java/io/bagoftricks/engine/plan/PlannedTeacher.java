package io.bagoftricks.engine.plan;

import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/**
 * A teacher of a plan.
 *
 * @param instance the trick that asked for it first
 * @param where in the recipe that trick is
 * @param model the network; empty where nothing was found, or looked for
 */
public record PlannedTeacher(
    TeacherSource source, String instance, String where, Optional<TeacherModel> model) {
  /**
   * The network.
   *
   * @throws ProblemException where there was none when the run was planned
   */
  public TeacherModel present() {
    return model.orElseThrow(
        () -> new ProblemException(List.of(Problem.error("teacher/missing", where, missing()))));
  }

  /** The warning of a plan whose teacher is not there (yet). */
  Problem warning() {
    return Problem.warning(
        "teacher/missing", where, missing() + " Until then training would not start.");
  }

  private String missing() {
    return "'%s' learns from '%s', but there is nothing. Train the teacher first, or name the folder of a finished run, or a .safetensors or .onnx file."
        .formatted(instance, source.path());
  }
}
