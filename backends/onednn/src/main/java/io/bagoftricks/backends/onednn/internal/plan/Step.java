package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.spi.Profiler.Operation;

/** One operation of a plan. */
public record Step(Operation operation, Action action) {
  /** The action of a step; made ready once the plan's memory is there. */
  public interface Action {
    /** Ties its tensors to memory. */
    void bind(Device device, long arena);

    /** Does it. */
    void run();
  }
}
