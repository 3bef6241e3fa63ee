package io.bagoftricks.engine.plan;

import io.bagoftricks.api.TeacherSource;
import java.util.Optional;

/** Finds networks that tricks want to learn from, when a run is planned. */
public interface TeacherFinder {
  /**
   * The network of a source; empty where there is nothing at its path.
   *
   * @throws io.bagoftricks.engine.problem.ProblemException if what is there is no network that can
   *     be learned from, with the reason
   */
  Optional<TeacherModel> find(TeacherSource source);
}
