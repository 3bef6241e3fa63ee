package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Curve;
import io.bagoftricks.api.Effect;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.ScheduleDraft;
import io.bagoftricks.api.Slot;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongToDoubleFunction;

/**
 * A schedule as one trick sees it. Once all tricks have set theirs, it knows what of the trick's
 * decides the value.
 */
final class ScheduleView implements ScheduleDraft {
  private final String owner;
  private final RunFacts facts;
  private final ComposedSchedule schedule;
  private final Slot factorSlot;
  private final Slot rampSlot;
  private final Slot curveSlot;
  private boolean hasFactor;
  private boolean hasRamp;
  private boolean hasCurve;

  private ScheduleView(
      String owner, RunFacts facts, ComposedSchedule schedule, Slot factor, Slot ramp, Slot curve) {
    this.owner = owner;
    this.facts = facts;
    this.schedule = schedule;
    this.factorSlot = factor;
    this.rampSlot = ramp;
    this.curveSlot = curve;
  }

  static ScheduleView ofLearningRate(String owner, RunFacts facts, ComposedSchedule schedule) {
    return new ScheduleView(
        owner, facts, schedule, Slot.RATE_FACTORS, Slot.RATE_RAMP, Slot.RATE_CURVE);
  }

  static ScheduleView ofMomentum(String owner, RunFacts facts, ComposedSchedule schedule) {
    Slot slot = Slot.MOMENTUM_CURVE;
    return new ScheduleView(owner, facts, schedule, slot, slot, slot);
  }

  @Override
  public double base() {
    return schedule.base();
  }

  @Override
  public void multiply(double factor) {
    schedule.multiply(factor);
    hasFactor = true;
  }

  @Override
  public void ramp(long steps, double start, LongToDoubleFunction share) {
    schedule.ramp(owner, steps, start, share);
    hasRamp = true;
  }

  @Override
  public void follow(Curve curve) {
    schedule.follow(owner, curve);
    hasCurve = true;
  }

  /** The slots that were edited. */
  Set<Slot> touched() {
    return slots(hasFactor, hasRamp, hasCurve);
  }

  /** Of these, those where the trick decides something. */
  Set<Slot> effective() {
    return slots(
        hasFactor && schedule.isUsed(),
        schedule.rampUpdates(owner) > 0,
        schedule.curveUpdates(owner) > 0);
  }

  /** In how many steps a ramp and a curve of the trick decide. */
  List<Effect> effects() {
    List<Effect> effects = new ArrayList<>();
    String what = factorSlot == Slot.RATE_FACTORS ? "steps" : "steps' " + schedule.name();
    if (hasRamp) {
      effects.add(new Effect(schedule.rampUpdates(owner), facts.totalSteps(), what));
    }
    if (hasCurve) {
      effects.add(new Effect(schedule.curveUpdates(owner), facts.totalSteps(), what));
    }
    return effects;
  }

  /** Why something of the trick decides nothing, where that is so. */
  Optional<String> idleness() {
    return touched().equals(effective()) ? Optional.empty() : schedule.hidden();
  }

  /** The value that the trick decides and leaves as it is, in words, if there is one. */
  Optional<String> neutral() {
    long updates = schedule.rampUpdates(owner) + schedule.curveUpdates(owner);
    return updates > 0 && schedule.isNeutral(owner)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the %s stays as it is in all %d steps that it decides",
                schedule.name(),
                updates))
        : Optional.empty();
  }

  private Set<Slot> slots(boolean factor, boolean ramp, boolean curve) {
    Set<Slot> slots = EnumSet.noneOf(Slot.class);
    if (factor) {
      slots.add(factorSlot);
    }
    if (ramp) {
      slots.add(rampSlot);
    }
    if (curve) {
      slots.add(curveSlot);
    }
    return slots;
  }
}
