package io.bagoftricks.engine.plan;

import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.SlotUses;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.Set;

/** A trick of a recipe, with what is known of it. */
record TrickInstance(TrickEntry entry, TrickDescriptor descriptor) {
  private static final SlotUses NOTHING = new SlotUses(Set.of(), Set.of(), Set.of(), Set.of());

  /** Unique in the recipe. */
  String id() {
    return entry.id();
  }

  SlotUses usesAt(HookPoint point) {
    return descriptor.hooks().getOrDefault(point, NOTHING);
  }
}
