package io.bagoftricks.backends.onednn;

import io.bagoftricks.backends.spi.Profiler.Operation;

/** One operation of a plan. */
record Step(Operation operation, Action action) {
  /** What happens; made ready once the plan's memory is there. */
  interface Action {
    /** Ties its tensors to memory. */
    void bind(Device device, long arena);

    /** Does it. */
    void run();
  }
}
