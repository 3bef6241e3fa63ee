package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Curve;
import io.bagoftricks.api.Effect;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.ScheduleDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.network.Parameter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import java.util.function.Predicate;

/** Factors and schedules as one trick sees them; remembers what the trick touched. */
final class ParamGroupsDraft implements ParamGroups {
  private final String owner;
  private final RunFacts facts;
  private final GroupFactors factors;
  private final ScheduleDraft learningRate;
  private final ScheduleDraft momentum;
  private final Set<Slot> touched = EnumSet.noneOf(Slot.class);
  private final List<Effect> receipts = new ArrayList<>();

  /** A view for one trick. */
  ParamGroupsDraft(
      String owner,
      RunFacts facts,
      GroupFactors factors,
      ComposedSchedule learningRate,
      ComposedSchedule momentum) {
    this.owner = owner;
    this.facts = facts;
    this.factors = factors;
    this.learningRate = new View(learningRate, Slot.RATE_FACTORS, Slot.RATE_RAMP, Slot.RATE_CURVE);
    this.momentum =
        new View(momentum, Slot.MOMENTUM_CURVE, Slot.MOMENTUM_CURVE, Slot.MOMENTUM_CURVE);
  }

  /** The slots that were edited so far. */
  Set<Slot> touched() {
    return Set.copyOf(touched);
  }

  /** The receipts so far. */
  List<Effect> receipts() {
    return List.copyOf(receipts);
  }

  @Override
  public RunFacts facts() {
    return facts;
  }

  @Override
  public List<Parameter> parameters() {
    return factors.parameters();
  }

  @Override
  public int multiplyWeightDecay(Predicate<Parameter> which, double factor) {
    return touch(Slot.DECAY_FACTORS, factors.multiplyDecays(which, factor));
  }

  @Override
  public int multiplyLearningRate(Predicate<Parameter> which, double factor) {
    return touch(Slot.RATE_FACTORS, factors.multiplyRates(which, factor));
  }

  @Override
  public ScheduleDraft learningRate() {
    return learningRate;
  }

  @Override
  public ScheduleDraft momentum() {
    return momentum;
  }

  @Override
  public void receipt(Effect effect) {
    receipts.add(effect);
  }

  private int touch(Slot slot, int matched) {
    if (matched > 0) {
      touched.add(slot);
    }
    return matched;
  }

  private final class View implements ScheduleDraft {
    private final ComposedSchedule schedule;
    private final Slot factorSlot;
    private final Slot rampSlot;
    private final Slot curveSlot;

    View(ComposedSchedule schedule, Slot factorSlot, Slot rampSlot, Slot curveSlot) {
      this.schedule = schedule;
      this.factorSlot = factorSlot;
      this.rampSlot = rampSlot;
      this.curveSlot = curveSlot;
    }

    @Override
    public void multiply(double factor) {
      schedule.multiply(factor);
      touched.add(factorSlot);
    }

    @Override
    public void ramp(long steps, LongToDoubleFunction factor) {
      schedule.ramp(owner, steps, factor);
      if (steps > 0) {
        touched.add(rampSlot);
      }
    }

    @Override
    public void follow(Curve curve) {
      schedule.follow(owner, curve);
      touched.add(curveSlot);
    }
  }
}
