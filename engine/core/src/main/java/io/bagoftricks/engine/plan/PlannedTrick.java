package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.RunningCalls;
import io.bagoftricks.engine.plugin.SlotUses;
import io.bagoftricks.engine.plugin.StoredState;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A trick in its place.
 *
 * @param instance the instance's id
 * @param trick built once for the run
 * @param state what it remembers; one a trick, shared by all its hooks
 * @param descriptor what its annotations say
 * @param window the updates in which its run-time hooks are called
 * @param calls is told of every call
 */
public record PlannedTrick(
    String instance,
    Trick trick,
    StoredState state,
    TrickDescriptor descriptor,
    ActiveWindow window,
    RunningCalls calls) {
  /** The slots it may edit at a point. */
  public SortedSet<Slot> writes(HookPoint point) {
    SlotUses uses = descriptor.hooks().get(point);
    return uses == null ? new TreeSet<>() : uses.written();
  }
}
