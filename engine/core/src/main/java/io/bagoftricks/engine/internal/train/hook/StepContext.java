package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Step;
import io.bagoftricks.api.StepParameter;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.plan.ParameterGroup;
import io.bagoftricks.engine.plan.RunPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One step before its update of the weights. */
public final class StepContext extends CallContext implements Step {
  private final RunPlan plan;
  private final PartsInHand parts;
  private final NormsInHand norms;
  private final double rollbackFactor;
  private final Consumer<Consumer<INDArray>> recomputation;
  private final @Nullable Metrics lastEvaluation;
  private final Map<String, Double> parameterFactors = new TreeMap<>();
  private double rate;
  private @Nullable String skipReason;

  /**
   * Of a step about to happen.
   *
   * @param scheduledRate of this step, by the schedule
   * @param rollbackFactor on every rate, since the run went back
   */
  public StepContext(
      RunPlan plan,
      Moment moment,
      Weights weights,
      double scheduledRate,
      double rollbackFactor,
      Consumer<Consumer<INDArray>> recomputation,
      @Nullable Metrics lastEvaluation) {
    super(moment);
    this.plan = plan;
    this.parts = new PartsInHand(weights);
    this.norms = new NormsInHand(parts);
    this.rollbackFactor = rollbackFactor;
    this.rate = rollbackFactor * scheduledRate;
    this.recomputation = recomputation;
    this.lastEvaluation = lastEvaluation;
  }

  @Override
  public INDArray weights() {
    return parts.read(Part.MASTERS);
  }

  @Override
  public INDArray gradients() {
    return parts.read(Part.GRADIENTS);
  }

  @Override
  public INDArray editGradients() {
    touch(Slot.GRADIENTS);
    norms.edited(Part.GRADIENTS);
    return parts.edit(Part.GRADIENTS);
  }

  @Override
  public INDArray gradient(Parameter parameter) {
    return parts.read(Part.GRADIENTS, parameter.name());
  }

  @Override
  public List<StepParameter> parameters() {
    Map<String, ParameterGroup> groups = new HashMap<>();
    for (ParameterGroup group : plan.groups()) {
      group.parameters().forEach(parameter -> groups.put(parameter.name(), group));
    }
    List<StepParameter> all = new ArrayList<>();
    for (Parameter parameter : plan.network().parameters()) {
      ParameterGroup group = Objects.requireNonNull(groups.get(parameter.name()));
      all.add(new OfStep(parameter, group));
    }
    return List.copyOf(all);
  }

  @Override
  public double gradientNorm() {
    return parts.weights().gradientNorm();
  }

  @Override
  public void scaleGradients(double factor) {
    touch(Slot.GRADIENTS);
    if (!Double.isFinite(factor)) {
      throw new IllegalArgumentException("A factor on gradients is finite: " + factor);
    }
    parts.weights().scaleGradients(factor);
    gradientsChanged();
  }

  /** The rate of this step, with what tricks have made of it. */
  @Override
  public double learningRate() {
    return rate;
  }

  @Override
  public void multiplyLearningRate(double factor) {
    touch(Slot.STEP_RATE);
    checkFactor(factor);
    rate *= factor;
  }

  @Override
  public void setLearningRate(double newRate) {
    touch(Slot.STEP_RATE);
    if (!(newRate >= 0 && Double.isFinite(newRate))) {
      throw new IllegalArgumentException("A rate is not negative, and finite: " + newRate);
    }
    rate = rollbackFactor * newRate;
  }

  @Override
  public void skip(String why) {
    touch(Slot.DECISION);
    skipReason = why;
  }

  @Override
  public void recomputeGradients(Consumer<INDArray> change) {
    touch(Slot.GRADIENTS);
    parts.weights();
    try {
      recomputation.accept(change);
    } finally {
      gradientsChanged();
      parts.changed(Part.MASTERS);
    }
  }

  @Override
  public Optional<Metrics> lastEvaluation() {
    return Optional.ofNullable(lastEvaluation);
  }

  @Override
  long effects() {
    return Objects.hash(rate, skipReason, parameterFactors);
  }

  @Override
  void handBack() {
    parts.handBack();
    norms.forget();
  }

  /** Why a trick wants this step left out, if one does. */
  public Optional<String> skipReason() {
    return Optional.ofNullable(skipReason);
  }

  /**
   * The factors of tricks on the rates of single parameters, by name; parameters without one are
   * left out.
   */
  public Map<String, Double> parameterFactors() {
    return parameterFactors;
  }

  private void gradientsChanged() {
    norms.changed(Part.GRADIENTS);
    parts.changed(Part.GRADIENTS);
  }

  private static void checkFactor(double factor) {
    if (!(factor >= 0 && Double.isFinite(factor))) {
      throw new IllegalArgumentException(
          "A factor on the rate is finite and not negative, but it is " + factor);
    }
  }

  private final class OfStep extends ParameterInHand implements StepParameter {
    private final ParameterGroup group;

    OfStep(Parameter parameter, ParameterGroup group) {
      super(parameter, parts, norms);
      this.group = group;
    }

    @Override
    public INDArray editGradient() {
      touch(Slot.GRADIENTS);
      return edit(Part.GRADIENTS);
    }

    @Override
    public double learningRate() {
      return StepContext.this.learningRate()
          * group.rateFactor(moment().step())
          * parameterFactors.getOrDefault(parameter().name(), 1.0);
    }

    @Override
    public double weightDecay() {
      return plan.recipe().optimizer().made().weightDecay() * group.decayFactor(moment().step());
    }

    @Override
    public void multiplyLearningRate(double factor) {
      touch(Slot.STEP_RATE);
      checkFactor(factor);
      parameterFactors.merge(parameter().name(), factor, (all, more) -> all * more);
    }
  }
}
