package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.ScheduleDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.network.Parameter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Factors and schedules as one trick sees them; remembers what the trick touched. */
final class ParamGroupsDraft implements ParamGroups {
  private final RunFacts facts;
  private final GroupFactors factors;
  private final Problems problems;
  private final ScheduleView learningRate;
  private final ScheduleView momentum;
  private final Set<Slot> ofParameters = EnumSet.noneOf(Slot.class);
  private final List<Effect> receipts = new ArrayList<>();
  private boolean multiplied;

  /**
   * A view for one trick.
   *
   * @param problems take what it says of its settings
   */
  ParamGroupsDraft(
      String owner,
      RunFacts facts,
      GroupFactors factors,
      ComposedSchedule learningRate,
      ComposedSchedule momentum,
      Problems problems) {
    this.problems = problems;
    this.facts = facts;
    this.factors = factors;
    this.learningRate = ScheduleView.ofLearningRate(owner, facts, learningRate);
    this.momentum = ScheduleView.ofMomentum(owner, facts, momentum);
  }

  /** The slots that were edited. */
  Set<Slot> touched() {
    return union(learningRate.touched(), momentum.touched());
  }

  /** Of these, those where the edit counts, once all tricks have made theirs. */
  Set<Slot> effective() {
    return union(learningRate.effective(), momentum.effective());
  }

  /** In how many steps ramps and curves of the trick decide, and what it says itself. */
  List<Effect> receipts() {
    return Stream.of(learningRate.effects(), momentum.effects(), receipts)
        .flatMap(List::stream)
        .toList();
  }

  /** Why an edit does not count, where one does not. */
  Optional<String> idleness() {
    return learningRate.idleness().or(momentum::idleness);
  }

  /** The values that the trick edits and that are the same without it, in words. */
  List<String> neutral() {
    List<String> neutral = new ArrayList<>();
    learningRate.neutral().ifPresent(neutral::add);
    momentum.neutral().ifPresent(neutral::add);
    if (!ofParameters.isEmpty() && !multiplied) {
      neutral.add("all its factors on parameters are 1");
    }
    return neutral;
  }

  @Override
  public RunFacts facts() {
    return facts;
  }

  @Override
  public Problems problems() {
    return problems;
  }

  @Override
  public List<Parameter> parameters() {
    return factors.trainable();
  }

  @Override
  public int multiplyWeightDecay(Predicate<Parameter> which, double factor) {
    return touch(Slot.DECAY_FACTORS, factors.multiplyDecays(which, factor), factor);
  }

  @Override
  public int multiplyLearningRate(Predicate<Parameter> which, double factor) {
    return touch(Slot.RATE_FACTORS, factors.multiplyRates(which, factor), factor);
  }

  @Override
  public int freeze(Predicate<Parameter> which, TrainingTime from, TrainingTime until) {
    long end = Math.min(until.steps(facts), facts.totalSteps());
    return touch(
        Slot.RATE_FACTORS, factors.freeze(which, new FrozenSteps(from.steps(facts), end)), 0);
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

  private int touch(Slot slot, int matched, double factor) {
    if (matched > 0) {
      ofParameters.add(slot);
      multiplied |= factor != 1;
    }
    return matched;
  }

  private Set<Slot> union(Set<Slot> ofRate, Set<Slot> ofMomentum) {
    Set<Slot> union = EnumSet.copyOf(ofParameters);
    union.addAll(ofRate);
    union.addAll(ofMomentum);
    return union;
  }
}
