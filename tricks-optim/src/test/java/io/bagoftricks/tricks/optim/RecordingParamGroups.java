package io.bagoftricks.tricks.optim;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.ParamGroups;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Parameters and schedules of a run, and what a trick did to them. */
public final class RecordingParamGroups implements ParamGroups {
  private final RunFacts facts;
  private final List<Parameter> parameters;
  private final Map<String, Double> decayFactors = new HashMap<>();
  private final List<Effect> receipts = new ArrayList<>();
  private final RecordingSchedule learningRate;

  /** A run with these parameters. */
  public RecordingParamGroups(RunFacts facts, List<Parameter> parameters) {
    this.facts = facts;
    this.parameters = parameters;
    this.learningRate = new RecordingSchedule(facts);
  }

  /** The weight decay factor of a parameter; 1 if nothing touched it. */
  public double decayFactor(String parameter) {
    return decayFactors.getOrDefault(parameter, 1.0);
  }

  /** The receipts, as a user reads them. */
  public List<String> receipts() {
    return receipts.stream().map(Effect::toString).toList();
  }

  @Override
  public RunFacts facts() {
    return facts;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public int multiplyWeightDecay(Predicate<Parameter> which, double factor) {
    List<Parameter> matched = parameters.stream().filter(which).toList();
    matched.forEach(p -> decayFactors.merge(p.name(), factor, (a, b) -> a * b));
    return matched.size();
  }

  @Override
  public RecordingSchedule learningRate() {
    return learningRate;
  }

  @Override
  public void receipt(Effect effect) {
    receipts.add(effect);
  }

  @Override
  public int multiplyLearningRate(Predicate<Parameter> which, double factor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RecordingSchedule momentum() {
    throw new UnsupportedOperationException();
  }
}
