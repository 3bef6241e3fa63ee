package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.HookContext;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.plan.LiveTrick;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parts that all contexts share: the moment, the current trick's draws, and the slots that it
 * touched.
 */
public abstract class CallContext implements HookContext {
  private final Moment moment;
  private final int part;
  private final Set<Slot> touched = EnumSet.noneOf(Slot.class);
  private final Map<Slot, Set<String>> editors = new EnumMap<>(Slot.class);
  private @Nullable LiveTrick trick;
  private @Nullable Draws draws;
  private boolean watched;

  CallContext(Moment moment) {
    this(moment, 0);
  }

  /**
   * A context.
   *
   * @param part which of several calls at one moment this is: the micro-batch
   */
  CallContext(Moment moment, int part) {
    this.moment = moment;
    this.part = part;
  }

  /** Which of several calls at one moment this is. */
  final int part() {
    return part;
  }

  @Override
  public final Moment moment() {
    return moment;
  }

  @Override
  public final Draws draws() {
    if (draws == null) {
      throw new IllegalStateException("A context is valid until the hook returns");
    }
    return draws;
  }

  /**
   * Begins a call.
   *
   * @param isWatched whether what the caller does with arrays is watched
   */
  final void enter(LiveTrick caller, Draws callersDraws, boolean isWatched) {
    trick = caller;
    draws = callersDraws;
    watched = isWatched;
    touched.clear();
  }

  /**
   * Ends a call.
   *
   * @return the slots that were edited in it
   */
  final Set<Slot> leave() {
    trick = null;
    draws = null;
    handBack();
    return touched;
  }

  /** The caller has done with the arrays that it was handed. */
  void handBack() {}

  /**
   * A sentence about the fault in a slot that a call has edited, if there is one.
   *
   * @param edited in the call that has just ended
   */
  Optional<String> fault(Set<Slot> edited) {
    return Optional.empty();
  }

  /** Stands for what calls have decided so far, but for what they wrote into arrays. */
  long effects() {
    return 0;
  }

  /** Whether what the caller does with arrays is watched. */
  final boolean isWatched() {
    return watched;
  }

  /** Notes an edit. */
  final void touch(Slot slot) {
    editors.computeIfAbsent(slot, s -> new TreeSet<>()).add(caller().instance());
    touched.add(slot);
  }

  /** The instances that have edited a slot, in any call. */
  public final Set<String> editors(Slot slot) {
    return editors.getOrDefault(slot, Set.of());
  }

  /** The trick that is being called. */
  final LiveTrick caller() {
    if (trick == null) {
      throw new IllegalStateException("A context is valid until the hook returns");
    }
    return trick;
  }
}
