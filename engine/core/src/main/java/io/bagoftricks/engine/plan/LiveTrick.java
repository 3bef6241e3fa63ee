package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.RunningCalls;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import java.util.SortedSet;

/**
 * A planned trick in a run.
 *
 * @param planned its place
 * @param trick built for the run
 * @param state what it remembers; one per trick, shared by all its hooks
 * @param calls is told of every call
 */
public record LiveTrick(PlannedTrick planned, Trick trick, StoredState state, RunningCalls calls) {
  /** The instance's id. */
  public String instance() {
    return planned.instance();
  }

  /** Its descriptor: id, hooks and slots, from its annotations. */
  public TrickDescriptor descriptor() {
    return planned.descriptor();
  }

  /** The slots it may edit at a point. */
  public SortedSet<Slot> writes(HookPoint point) {
    return planned.writes(point);
  }
}
