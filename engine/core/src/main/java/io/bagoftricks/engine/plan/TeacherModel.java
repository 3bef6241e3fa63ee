package io.bagoftricks.engine.plan;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.frozen.FrozenNetwork;

/** A network that is there to be learned from, and is not built yet. A value, as a plan is. */
public interface TeacherModel {
  /** The facts that are known of it. */
  TeacherFacts facts();

  /**
   * Builds it.
   *
   * @param precision of the run that learns from it; also of its inputs and logits
   * @throws io.bagoftricks.engine.problem.ProblemException if its weights are not those any more
   *     that were there when the run was planned, or do not fit
   */
  FrozenNetwork open(Backend backend, Precision precision);
}
