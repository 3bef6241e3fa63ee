package io.bagoftricks.engine.plan.internal.order;

import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.SlotUses;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.recipe.TrickEntry;

/** A trick of a recipe, with what is known of it. */
public record TrickInstance(TrickEntry entry, TrickDescriptor descriptor) {
  /** Unique in the recipe. */
  public String id() {
    return entry.id();
  }

  public SlotUses usesAt(HookPoint point) {
    return descriptor.hooks().getOrDefault(point, SlotUses.NOTHING);
  }
}
