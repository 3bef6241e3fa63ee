package io.bagoftricks.engine.plan.internal.order;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.SlotUses;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.recipe.TrickWindow;
import io.bagoftricks.engine.toys.ToyTricks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes instances with any declaration, for rules that need no trick that runs. */
public final class InstanceBuilder {
  private final String trick;
  private HookPoint point;
  private final Map<HookPoint, SlotUses> hooks = new EnumMap<>(HookPoint.class);
  private final Set<String> after = new HashSet<>();
  private final Set<String> before = new HashSet<>();
  private final Set<String> conflicts = new HashSet<>();
  private final Set<Slot> firstOf = new HashSet<>();
  private final Set<Slot> lastOf = new HashSet<>();
  private final List<String> recipeAfter = new ArrayList<>();
  private String id;
  private Optional<String> group = Optional.empty();

  private InstanceBuilder(String trick, HookPoint point) {
    this.trick = trick;
    this.id = trick;
    this.point = point;
    hooks.put(point, SlotUses.NOTHING);
  }

  public static InstanceBuilder trick(String trick, HookPoint point) {
    return new InstanceBuilder(trick, point);
  }

  public InstanceBuilder called(String instance) {
    id = instance;
    return this;
  }

  /** The next calls are about another hook. */
  public InstanceBuilder and(HookPoint next) {
    point = next;
    return this;
  }

  public InstanceBuilder reads(Slot... slots) {
    return uses(new SlotUses(Set.of(slots), Set.of(), Set.of(), Set.of(), Stage.NONE));
  }

  public InstanceBuilder adds(Slot... slots) {
    return uses(new SlotUses(Set.of(), Set.of(slots), Set.of(), Set.of(), Stage.NONE));
  }

  public InstanceBuilder changes(Slot... slots) {
    return uses(new SlotUses(Set.of(), Set.of(), Set.of(slots), Set.of(), Stage.NONE));
  }

  public InstanceBuilder replaces(Slot... slots) {
    return uses(new SlotUses(Set.of(), Set.of(), Set.of(), Set.of(slots), Stage.NONE));
  }

  public InstanceBuilder at(Stage stage) {
    return uses(new SlotUses(Set.of(), Set.of(), Set.of(), Set.of(), stage));
  }

  /** Takes turns with others of the group. */
  public InstanceBuilder oneOf(String name) {
    group = Optional.of(name);
    return this;
  }

  public InstanceBuilder after(String... tricks) {
    after.addAll(List.of(tricks));
    return this;
  }

  public InstanceBuilder before(String... tricks) {
    before.addAll(List.of(tricks));
    return this;
  }

  public InstanceBuilder conflictsWith(String... tricks) {
    conflicts.addAll(List.of(tricks));
    return this;
  }

  public InstanceBuilder firstOf(Slot... slots) {
    firstOf.addAll(List.of(slots));
    return this;
  }

  public InstanceBuilder lastOf(Slot... slots) {
    lastOf.addAll(List.of(slots));
    return this;
  }

  public InstanceBuilder afterInRecipe(String... instances) {
    recipeAfter.addAll(List.of(instances));
    return this;
  }

  public TrickInstance build() {
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
        new TrickEntry(
            trick,
            id,
            recipeAfter,
            new TrickWindow(Optional.empty(), Optional.empty(), Optional.empty(), group, 1),
            false,
            provider.defaults(),
            "toy.json:" + id),
        descriptor);
  }

  private InstanceBuilder uses(SlotUses more) {
    SlotUses old = hooks.getOrDefault(point, SlotUses.NOTHING);
    hooks.put(
        point,
        new SlotUses(
            union(old.reads(), more.reads()),
            union(old.adds(), more.adds()),
            union(old.changes(), more.changes()),
            union(old.replaces(), more.replaces()),
            more.stage() == Stage.NONE ? old.stage() : more.stage()));
    return this;
  }

  private static Set<Slot> union(Set<Slot> one, Set<Slot> other) {
    Set<Slot> union = new HashSet<>(one);
    union.addAll(other);
    return union;
  }
}
