package io.bagoftricks.engine.train.internal.hook;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.internal.metric.TargetEntropy;
import io.bagoftricks.engine.metric.CrossEntropy;
import io.bagoftricks.engine.train.internal.watch.TrickWatch;
import io.bagoftricks.engine.train.internal.watch.WatchedTerm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The loss of one micro-batch: collects terms, then evaluates them on the final targets. */
public final class LossContext extends CallContext implements LossDraft {
  private record WeightedTerm(double weight, LossTerm term) {}

  private final INDArray inputs;
  private final INDArray targets;
  private final TrickWatch watch;
  private final Map<String, WeightedTerm> terms = new LinkedHashMap<>();
  private INDArray logits;
  private double scale = 1;

  public LossContext(
      Moment moment,
      int part,
      INDArray inputs,
      INDArray logits,
      INDArray targets,
      TrickWatch watch) {
    super(moment, part);
    this.watch = watch;
    this.inputs = inputs;
    this.logits = logits;
    this.targets = targets;
    terms.put(HARD, new WeightedTerm(1, new CrossEntropy()));
  }

  @Override
  public INDArray inputs() {
    return inputs;
  }

  @Override
  public INDArray logits() {
    return logits;
  }

  @Override
  public INDArray targets() {
    return targets;
  }

  @Override
  public INDArray editTargets() {
    touch(Slot.TARGET);
    return targets;
  }

  @Override
  Optional<String> fault(Set<Slot> edited) {
    return edited.contains(Slot.TARGET) ? Distributions.fault(targets) : Optional.empty();
  }

  @Override
  public void add(String name, double weight, LossTerm term) {
    touch(Slot.LOSS_TERMS);
    if (name.isBlank()) {
      throw new IllegalArgumentException("A term of the loss has a name");
    }
    checkFinite(weight);
    if (terms.putIfAbsent(name, new WeightedTerm(weight, guarded(name, term))) != null) {
      throw new IllegalStateException("The loss has a term '" + name + "' already");
    }
  }

  @Override
  public void multiply(String name, double factor) {
    touch(Slot.LOSS_TERMS);
    checkFinite(factor);
    WeightedTerm old = term(name);
    terms.put(name, new WeightedTerm(old.weight() * factor, old.term()));
  }

  @Override
  public void replace(String name, LossTerm term) {
    touch(name.equals(HARD) ? Slot.HARD_LOSS : Slot.LOSS_TERMS);
    terms.put(name, new WeightedTerm(term(name).weight(), guarded(name, term)));
  }

  @Override
  public void scale(double factor) {
    touch(Slot.LOSS_SCALE);
    if (!(factor > 0 && Double.isFinite(factor))) {
      throw new IllegalArgumentException("A loss scale is positive and finite: " + factor);
    }
    scale *= factor;
  }

  @Override
  long effects() {
    Map<String, Double> weights = new LinkedHashMap<>();
    terms.forEach((name, term) -> weights.put(name, term.weight()));
    return Objects.hash(weights, scale);
  }

  /** The factor before backward. */
  public double scale() {
    return scale;
  }

  /** The floor of the cross-entropy on the targets as the hooks have left them. */
  public double targetEntropy() {
    return TargetEntropy.of(targets);
  }

  /**
   * Evaluates all terms.
   *
   * @param onLogits of this forward: the same examples may run again at other weights
   * @param gradient receives the gradient of the unscaled loss
   * @return the loss, unscaled, by term name
   */
  public Map<String, Double> evaluate(INDArray onLogits, INDArray gradient) {
    logits = onLogits;
    Map<String, Double> values = new LinkedHashMap<>();
    gradient.assign(0);
    try (INDArray part = gradient.ulike()) {
      terms.forEach(
          (name, weighted) -> {
            double value = weighted.term().evaluate(onLogits, targets, part);
            values.put(name, weighted.weight() * value);
            gradient.addi(part.muli(weighted.weight()));
          });
    }
    return values;
  }

  /** The term runs after the hook, and is still the trick's code. */
  private LossTerm guarded(String name, LossTerm term) {
    return new WatchedTerm(name, term, caller(), moment(), isWatched(), watch);
  }

  private WeightedTerm term(String name) {
    WeightedTerm term = terms.get(name);
    if (term == null) {
      throw new IllegalStateException(
          "The loss has no term '" + name + "'; it has " + terms.keySet());
    }
    return term;
  }

  private static void checkFinite(double weight) {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException("The weight of a loss term is finite: " + weight);
    }
  }
}
