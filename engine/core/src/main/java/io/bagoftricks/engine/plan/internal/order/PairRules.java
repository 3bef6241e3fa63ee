package io.bagoftricks.engine.plan.internal.order;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.engine.plan.order.OrderEdge;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.SlotUses.Access;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules that order two tricks at a point. Ids in cards and recipes decide first, then {@code
 * firstOf} and {@code lastOf}, then what both do to the slots they share, then their stages.
 */
final class PairRules {
  private final HookPoint point;
  private final TrickInstance one;
  private final TrickInstance other;

  PairRules(HookPoint point, TrickInstance one, TrickInstance other) {
    this.point = point;
    this.one = one;
    this.other = other;
  }

  HookPoint point() {
    return point;
  }

  TrickInstance one() {
    return one;
  }

  TrickInstance other() {
    return other;
  }

  /** The edges that a card or the recipe states for the two. */
  List<OrderEdge> stated() {
    List<OrderEdge> edges = new ArrayList<>();
    statedBy(one, other, edges);
    statedBy(other, one, edges);
    if (edges.isEmpty()) {
      statedBySlots(one, other, edges);
      statedBySlots(other, one, edges);
    }
    return edges;
  }

  /** The edges that follow from shared slots: replaces before adds and changes before reads. */
  List<OrderEdge> derived() {
    List<OrderEdge> edges = new ArrayList<>();
    forSharedSlots(
        (slot, ofOne, ofOther) -> {
          if (rank(ofOne) < rank(ofOther)) {
            edges.add(derived(slot, one, ofOne, other, ofOther));
          } else if (rank(ofOther) < rank(ofOne)) {
            edges.add(derived(slot, other, ofOther, one, ofOne));
          }
        });
    return edges;
  }

  /** The slots that both replace, so that one of them has no effect. */
  List<Slot> replacedByBoth() {
    List<Slot> slots = new ArrayList<>();
    forSharedSlots(
        (slot, ofOne, ofOther) -> {
          if (ofOne == Access.REPLACES && ofOther == Access.REPLACES) {
            slots.add(slot);
          }
        });
    return slots;
  }

  /** The slots that both write so that the order matters, where no rule gives it; in words. */
  Optional<String> clash() {
    List<String> clashes = new ArrayList<>();
    forSharedSlots(
        (slot, ofOne, ofOther) -> {
          if (rank(ofOne) == 1 && rank(ofOther) == 1 && !bothAdd(ofOne, ofOther)) {
            clashes.add(
                ofOne == ofOther
                    ? "both change " + slot
                    : "'%s' %s %s and '%s' %s it"
                        .formatted(one.id(), ofOne.verb(), slot, other.id(), ofOther.verb()));
          }
        });
    return clashes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", clashes));
  }

  /** The edge between two stages, where both tricks name one. */
  Optional<OrderEdge> conventional() {
    Stage ofOne = one.usesAt(point).stage();
    Stage ofOther = other.usesAt(point).stage();
    if (ofOne == Stage.NONE || ofOther == Stage.NONE || ofOne == ofOther) {
      return Optional.empty();
    }
    return Optional.of(ofOne.compareTo(ofOther) < 0 ? before(one, other) : before(other, one));
  }

  /** The stage that both name and in which either order is usual. */
  Optional<Stage> interchangeable() {
    Stage stage = one.usesAt(point).stage();
    return stage.isInterchangeable() && stage == other.usesAt(point).stage()
        ? Optional.of(stage)
        : Optional.empty();
  }

  /** The edge between two tricks of one stage, of which the first has the lower id. */
  OrderEdge byId(Stage stage) {
    return edge(
        one, other, "%s and %s are of one stage, %s: by id".formatted(one.id(), other.id(), stage));
  }

  private OrderEdge before(TrickInstance first, TrickInstance then) {
    return edge(
        first,
        then,
        "%s (%s) comes before %s (%s) by convention"
            .formatted(
                first.id(), first.usesAt(point).stage(), then.id(), then.usesAt(point).stage()));
  }

  private void statedBy(TrickInstance first, TrickInstance then, List<OrderEdge> edges) {
    if (then.entry().after().contains(first.id())) {
      edges.add(edge(first, then, "the recipe puts " + then.id() + " after " + first.id()));
    }
    if (then.descriptor().after().contains(first.descriptor().id())
        && !first.descriptor().id().equals(then.descriptor().id())) {
      edges.add(
          edge(first, then, then.id() + " declares that it follows " + first.descriptor().id()));
    }
    if (first.descriptor().before().contains(then.descriptor().id())
        && !first.descriptor().id().equals(then.descriptor().id())) {
      edges.add(
          edge(first, then, first.id() + " declares that it precedes " + then.descriptor().id()));
    }
  }

  private void statedBySlots(TrickInstance first, TrickInstance then, List<OrderEdge> edges) {
    for (Slot slot : claimed(first.descriptor().firstOf(), then, then.descriptor().firstOf())) {
      edges.add(edge(first, then, first.id() + " is the first of " + slot));
    }
    for (Slot slot : claimed(then.descriptor().lastOf(), first, first.descriptor().lastOf())) {
      edges.add(edge(first, then, then.id() + " is the last of " + slot));
    }
  }

  /** The slots here that one trick claims, the other touches, and the other does not claim too. */
  private List<Slot> claimed(Set<Slot> claims, TrickInstance rival, Set<Slot> rivalClaims) {
    return claims.stream()
        .filter(slot -> slot.isOfferedBy(point.hook()) && !rivalClaims.contains(slot))
        .filter(slot -> rival.usesAt(point).accessTo(slot).isPresent())
        .sorted()
        .toList();
  }

  private OrderEdge derived(
      Slot slot, TrickInstance first, Access does, TrickInstance then, Access thenDoes) {
    return edge(
        first,
        then,
        "%s %s %s; %s %s it".formatted(first.id(), does.verb(), slot, then.id(), thenDoes.verb()));
  }

  private OrderEdge edge(TrickInstance first, TrickInstance then, String why) {
    return new OrderEdge(point, first.id(), then.id(), why);
  }

  private static int rank(Access access) {
    return switch (access) {
      case REPLACES -> 0;
      case ADDS, CHANGES -> 1;
      case READS -> 2;
    };
  }

  private static boolean bothAdd(Access one, Access other) {
    return one == Access.ADDS && other == Access.ADDS;
  }

  private void forSharedSlots(SharedSlot action) {
    Map<Slot, Access> ofOne = accesses(one);
    Map<Slot, Access> ofOther = accesses(other);
    ofOne.forEach(
        (slot, access) -> {
          Access otherAccess = ofOther.get(slot);
          if (otherAccess != null) {
            action.accept(slot, access, otherAccess);
          }
        });
  }

  private Map<Slot, Access> accesses(TrickInstance instance) {
    Map<Slot, Access> accesses = new EnumMap<>(Slot.class);
    for (Slot slot : Slot.values()) {
      instance.usesAt(point).accessTo(slot).ifPresent(access -> accesses.put(slot, access));
    }
    return accesses;
  }

  @FunctionalInterface
  private interface SharedSlot {
    void accept(Slot slot, Access ofOne, Access ofOther);
  }
}
