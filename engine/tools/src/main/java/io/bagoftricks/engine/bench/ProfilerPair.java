package io.bagoftricks.engine.bench;

import io.bagoftricks.engine.internal.timing.StepProfiler;

/** Tells two profilers the same. */
record ProfilerPair(StepProfiler first, StepProfiler second) implements StepProfiler {
  @Override
  public void began(Activity activity, String name) {
    first.began(activity, name);
    second.began(activity, name);
  }

  @Override
  public void ended() {
    first.ended();
    second.ended();
  }

  @Override
  public void ran(Operation operation, long fromNanos, long toNanos) {
    first.ran(operation, fromNanos, toNanos);
    second.ran(operation, fromNanos, toNanos);
  }
}
