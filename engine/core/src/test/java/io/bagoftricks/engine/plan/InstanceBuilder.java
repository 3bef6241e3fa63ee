package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.SlotUses;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyTricks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes instances with any declaration, for rules that need no trick that runs. */
final class InstanceBuilder {
  private static final SlotUses NOTHING = new SlotUses(Set.of(), Set.of(), Set.of(), Set.of());

  private final String trick;
  private final HookPoint point;
  private final Map<HookPoint, SlotUses> hooks = new EnumMap<>(HookPoint.class);
  private final Set<String> after = new HashSet<>();
  private final Set<String> before = new HashSet<>();
  private final Set<String> conflicts = new HashSet<>();
  private final Set<Slot> firstOf = new HashSet<>();
  private final Set<Slot> lastOf = new HashSet<>();
  private final List<String> recipeAfter = new ArrayList<>();
  private String id;

  private InstanceBuilder(String trick, HookPoint point) {
    this.trick = trick;
    this.id = trick;
    this.point = point;
    hooks.put(point, NOTHING);
  }

  static InstanceBuilder trick(String trick, HookPoint point) {
    return new InstanceBuilder(trick, point);
  }

  InstanceBuilder called(String instance) {
    id = instance;
    return this;
  }

  InstanceBuilder reads(Slot... slots) {
    return uses(new SlotUses(Set.of(slots), Set.of(), Set.of(), Set.of()));
  }

  InstanceBuilder adds(Slot... slots) {
    return uses(new SlotUses(Set.of(), Set.of(slots), Set.of(), Set.of()));
  }

  InstanceBuilder changes(Slot... slots) {
    return uses(new SlotUses(Set.of(), Set.of(), Set.of(slots), Set.of()));
  }

  InstanceBuilder replaces(Slot... slots) {
    return uses(new SlotUses(Set.of(), Set.of(), Set.of(), Set.of(slots)));
  }

  InstanceBuilder after(String... tricks) {
    after.addAll(List.of(tricks));
    return this;
  }

  InstanceBuilder before(String... tricks) {
    before.addAll(List.of(tricks));
    return this;
  }

  InstanceBuilder conflictsWith(String... tricks) {
    conflicts.addAll(List.of(tricks));
    return this;
  }

  InstanceBuilder firstOf(Slot... slots) {
    firstOf.addAll(List.of(slots));
    return this;
  }

  InstanceBuilder lastOf(Slot... slots) {
    lastOf.addAll(List.of(slots));
    return this;
  }

  InstanceBuilder afterInRecipe(String... instances) {
    recipeAfter.addAll(List.of(instances));
    return this;
  }

  TrickInstance build() {
    ToyTricks.BlendProvider provider = new ToyTricks.BlendProvider();
    TrickDescriptor descriptor =
        new TrickDescriptor(
            trick,
            Family.DATA,
            "A toy.",
            "",
            "test",
            provider,
            provider.trick(),
            provider.defaults(),
            after,
            before,
            conflicts,
            firstOf,
            lastOf,
            hooks);
    return new TrickInstance(
        new TrickEntry(trick, id, recipeAfter, false, provider.defaults(), "toy.json:" + id),
        descriptor);
  }

  private InstanceBuilder uses(SlotUses more) {
    SlotUses old = hooks.getOrDefault(point, NOTHING);
    hooks.put(
        point,
        new SlotUses(
            union(old.reads(), more.reads()),
            union(old.adds(), more.adds()),
            union(old.changes(), more.changes()),
            union(old.replaces(), more.replaces())));
    return this;
  }

  private static Set<Slot> union(Set<Slot> one, Set<Slot> other) {
    Set<Slot> union = new HashSet<>(one);
    union.addAll(other);
    return union;
  }
}
