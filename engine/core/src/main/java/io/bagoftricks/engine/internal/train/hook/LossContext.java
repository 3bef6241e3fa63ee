package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Losses;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.engine.internal.metric.CrossEntropy;
import io.bagoftricks.engine.internal.metric.TargetEntropy;
import io.bagoftricks.engine.internal.train.watch.TrickWatch;
import io.bagoftricks.engine.internal.train.watch.WatchedTerm;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The loss of one micro-batch: collects terms, then evaluates them on the final targets. */
public final class LossContext extends CallContext implements LossDraft {
  private record WeightedTerm(double weight, LossTerm term) {}

  private final INDArray inputs;
  private final INDArray targets;
  private final long[] indices;
  private final TrickWatch watch;
  private final Map<String, WeightedTerm> terms = new LinkedHashMap<>();
  private INDArray logits;
  private double scale = 1;
  private double @Nullable [] exampleWeights;

  /**
   * The loss of a micro-batch, with one term.
   *
   * @param indices of the images, one for each example
   */
  public LossContext(
      Moment moment,
      int part,
      INDArray inputs,
      INDArray logits,
      INDArray targets,
      long[] indices,
      TrickWatch watch) {
    super(moment, part);
    this.watch = watch;
    this.inputs = inputs;
    this.logits = logits;
    this.targets = targets;
    this.indices = indices.clone();
    terms.put(HARD, new WeightedTerm(1, new CrossEntropy()));
  }

  @Override
  public String instance() {
    return caller().instance();
  }

  @Override
  public INDArray inputs() {
    return inputs;
  }

  @Override
  public long[] indices() {
    return indices.clone();
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
  public void wrap(String name, UnaryOperator<LossTerm> around) {
    replace(name, around.apply(term(name).term()));
  }

  @Override
  public void weigh(double[] perExample) {
    touch(Slot.LOSS_TERMS);
    int batch = (int) targets.size(0);
    if (perExample.length != batch) {
      throw new IllegalArgumentException(
          "There is a weight for each of the " + batch + " examples, not " + perExample.length);
    }
    if (!Arrays.stream(perExample).allMatch(w -> w >= 0 && w < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The weights of examples are finite and not negative: " + Arrays.toString(perExample));
    }
    double[] weights = perExample.clone();
    double[] before = exampleWeights;
    if (before != null) {
      Arrays.setAll(weights, i -> weights[i] * before[i]);
    }
    exampleWeights = weights;
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
    return Objects.hash(weights, scale, Arrays.hashCode(exampleWeights));
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
            double value = evaluate(weighted.term(), onLogits, part);
            values.put(name, weighted.weight() * value);
            gradient.addi(part.muli(weighted.weight()));
          });
    }
    return values;
  }

  /** A term of all examples, each with its weight. */
  private double evaluate(LossTerm term, INDArray onLogits, INDArray gradient) {
    double[] weights = exampleWeights;
    double mean = term.evaluate(onLogits, targets, gradient);
    if (weights == null) {
      return mean;
    }
    int classes = (int) gradient.size(1);
    double[] slopes = Losses.values(gradient);
    Arrays.setAll(slopes, i -> weighed(weights[i / classes], slopes[i]));
    Losses.write(slopes, gradient);
    return term.perExample(onLogits, targets)
        .map(losses -> weightedMean(losses, weights))
        .orElseGet(() -> mean * Arrays.stream(weights).average().orElse(1));
  }

  private static double weightedMean(double[] losses, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weighed(weights[i], losses[i]);
    }
    return sum / weights.length;
  }

  /** A weight of 0 leaves a value out, be it finite or not. */
  private static double weighed(double weight, double value) {
    return weight == 0 ? 0 : weight * value;
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
