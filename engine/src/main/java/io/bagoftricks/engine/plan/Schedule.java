package io.bagoftricks.engine.plan;

/** A value that changes over a run: a pure function of the update, counted from 0. */
@FunctionalInterface
public interface Schedule {
  /** The value at an update. */
  double at(long step);
}
