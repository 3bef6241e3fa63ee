package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.plan.order.ActiveWindow;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.SlotUses;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A trick in its place.
 *
 * @param entry of the recipe, with the settings
 * @param descriptor what its annotations say
 * @param window the steps in which its run-time hooks are called
 */
public record PlannedTrick(TrickEntry entry, TrickDescriptor descriptor, ActiveWindow window) {
  /** The instance's id. */
  public String instance() {
    return entry.id();
  }

  /** The slots it may edit at a point. */
  public SortedSet<Slot> writes(HookPoint point) {
    SlotUses uses = descriptor.hooks().get(point);
    return uses == null ? new TreeSet<>() : uses.written();
  }
}
