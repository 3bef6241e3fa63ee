package io.bagoftricks.engine.plan;

import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A teacher of a plan.
 *
 * @param instances the tricks that ask for it, as they came
 * @param where in the recipe the first of them names it
 * @param model the network; empty where nothing was found, or looked for
 */
public record PlannedTeacher(
    TeacherSource source, List<String> instances, String where, Optional<TeacherModel> model) {
  /** Copies the list. */
  public PlannedTeacher {
    instances = List.copyOf(instances);
  }

  /** The trick that asked for it first. */
  public String instance() {
    return instances.get(0);
  }

  /** The same, asked for by one more trick, if that is new. */
  PlannedTeacher askedBy(String other) {
    return instances.contains(other)
        ? this
        : new PlannedTeacher(
            source, Stream.concat(instances.stream(), Stream.of(other)).toList(), where, model);
  }

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
        .formatted(instance(), source.path());
  }
}
