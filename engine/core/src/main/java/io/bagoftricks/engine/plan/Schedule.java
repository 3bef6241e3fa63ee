package io.bagoftricks.engine.plan;

import io.bagoftricks.engine.plugin.HookPoint;
import java.util.Optional;

/** A value that changes over a run: a pure function of the step, counted from 0. */
@FunctionalInterface
public interface Schedule {
  /** The place in a trick's code that computes it, for messages. */
  String PLACE = "the schedule of " + HookPoint.ON_PARAM_GROUPS.method();

  /** The value at a step. */
  double at(long step);

  /** The trick that decides the value at a step; empty where none does. */
  default Optional<String> owner(long step) {
    return Optional.empty();
  }
}
