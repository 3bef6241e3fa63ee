package io.bagoftricks.testkit;

import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.Locale;
import java.util.SortedSet;

/**
 * Two tricks in a hook in which one writes what the other writes or reads.
 *
 * @param one id of a trick
 * @param other id of another
 * @param point the hook
 * @param slots that both touch and at least one of them writes
 * @param difference the largest relative difference between the two orders; infinite where an order
 *     fails
 * @param cover the reason that a recipe has no choice
 * @param why the reason in words
 */
public record TrickMeeting(
    String one,
    String other,
    HookPoint point,
    SortedSet<Slot> slots,
    double difference,
    Cover cover,
    String why) {
  /** Differences that are rounding: relative to the largest value. */
  public static final double ROUNDING = 1e-6;

  /** The reasons for an order. */
  public enum Cover {
    /** A card names the other trick, or is the first or the last of a slot. */
    STATED,
    /** One replaces or changes what the other changes or reads. */
    ACCESS,
    /** Conventional stages. */
    STAGE,
    /** The two cannot be in one recipe. */
    CONFLICT,
    /** Both are of one stage that has no usual order: the recipe has to say it. */
    ASKED,
    /** None. */
    NOTHING
  }

  /** {@return whether the order changes a result} */
  public boolean matters() {
    return difference > ROUNDING;
  }

  /** {@return whether the order changes a result and nothing decides it} */
  public boolean isOpen() {
    return matters() && cover == Cover.NOTHING;
  }

  /** {@return whether a card states an order, or a conflict, that changes no result} */
  public boolean isOverDeclared() {
    return !matters() && (cover == Cover.STATED || cover == Cover.CONFLICT);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s and %s in %s on %s: difference %.1e, %s (%s)",
        one,
        other,
        point.method(),
        slots,
        difference,
        cover,
        why);
  }
}
