package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The slots that one hook method of a trick touches.
 *
 * @param stage its conventional place among those that change the same slots
 */
public record SlotUses(
    Set<Slot> reads, Set<Slot> adds, Set<Slot> changes, Set<Slot> replaces, Stage stage) {
  /** Touches nothing. */
  public static final SlotUses NOTHING =
      new SlotUses(Set.of(), Set.of(), Set.of(), Set.of(), Stage.NONE);

  /** The strongest thing a method does to a slot. */
  public enum Access {
    /** Depends on it. */
    READS("reads"),
    /** Adds to it; additions commute. */
    ADDS("adds to"),
    /** Makes something new of what it was. */
    CHANGES("changes"),
    /** Sets it whatever it was. */
    REPLACES("replaces");

    private final String verb;

    Access(String verb) {
      this.verb = verb;
    }

    /** For "a ... INPUT". */
    public String verb() {
      return verb;
    }
  }

  /** Copies the sets; they keep the order of slots. */
  public SlotUses {
    reads = sorted(reads);
    adds = sorted(adds);
    changes = sorted(changes);
    replaces = sorted(replaces);
  }

  /** The slots that an annotation declares. */
  public static SlotUses from(Uses uses) {
    return new SlotUses(
        Set.copyOf(List.of(uses.reads())),
        Set.copyOf(List.of(uses.adds())),
        Set.copyOf(List.of(uses.changes())),
        Set.copyOf(List.of(uses.replaces())),
        uses.stage());
  }

  /**
   * The slots of a method without an annotation, which is taken to change every slot of its hook.
   */
  public static SlotUses everythingAt(HookPoint point) {
    return new SlotUses(Set.of(), Set.of(), point.slots(), Set.of(), Stage.NONE);
  }

  /** The strongest access to a slot; adding to a slot that the method also reads is changing it. */
  public Optional<Access> accessTo(Slot slot) {
    if (replaces.contains(slot)) {
      return Optional.of(Access.REPLACES);
    }
    if (changes.contains(slot) || (adds.contains(slot) && reads.contains(slot))) {
      return Optional.of(Access.CHANGES);
    }
    if (adds.contains(slot)) {
      return Optional.of(Access.ADDS);
    }
    return reads.contains(slot) ? Optional.of(Access.READS) : Optional.empty();
  }

  /** Every slot that may be edited. */
  public SortedSet<Slot> written() {
    SortedSet<Slot> written = new TreeSet<>(adds);
    written.addAll(changes);
    written.addAll(replaces);
    return written;
  }

  /** The slot by which the method stands in its hook's pipeline. */
  public Optional<Slot> place() {
    SortedSet<Slot> slots = written().isEmpty() ? new TreeSet<>(reads) : written();
    return slots.stream().findFirst();
  }

  private static Set<Slot> sorted(Set<Slot> slots) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(slots));
  }
}
