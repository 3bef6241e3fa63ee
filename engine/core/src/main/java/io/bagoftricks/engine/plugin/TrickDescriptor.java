package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trick that was found, with all that its annotations say.
 *
 * @param id the name in recipes
 * @param origin the jar or folder it was found in
 * @param trick the class with the hooks
 * @param defaults the settings of a recipe that names none
 * @param after ids of tricks it must follow
 * @param before ids of tricks it must precede
 * @param conflictsWith ids of tricks that cannot be in the same recipe
 * @param firstOf slots on which it comes before every other
 * @param lastOf slots on which it comes after every other
 * @param hooks the methods it overrides, and what each touches
 */
public record TrickDescriptor(
    String id,
    Family family,
    String summary,
    String paper,
    String origin,
    TrickProvider<?> provider,
    Class<? extends Trick> trick,
    Record defaults,
    Set<String> after,
    Set<String> before,
    Set<String> conflictsWith,
    Set<Slot> firstOf,
    Set<Slot> lastOf,
    Map<HookPoint, SlotUses> hooks)
    implements Descriptor {
  /** Keys of a recipe's trick that belong to the engine, so that no setting may be called so. */
  public static final List<String> RESERVED_KEYS =
      List.of(
          "trick",
          "id",
          "enabled",
          "from",
          "until",
          "every",
          "after",
          "oneOf",
          "oneOfWeight",
          "mayHaveNoEffect");

  /** Copies the collections. */
  public TrickDescriptor {
    after = Set.copyOf(after);
    before = Set.copyOf(before);
    conflictsWith = Set.copyOf(conflictsWith);
    firstOf = Set.copyOf(firstOf);
    lastOf = Set.copyOf(lastOf);
    hooks = Map.copyOf(hooks);
  }

  @Override
  public PluginKind<?, ?> kind() {
    return PluginKind.TRICK;
  }

  /** Whether it acts at a point. */
  public boolean actsAt(HookPoint point) {
    return hooks.containsKey(point);
  }

  /** Whether it writes anything at a point, or looks alone. */
  public boolean editsAt(HookPoint point) {
    return !hooks.getOrDefault(point, SlotUses.NOTHING).written().isEmpty();
  }
}
