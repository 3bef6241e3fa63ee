package io.bagoftricks.engine.train;

import io.bagoftricks.api.Moment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * All of one step, for progress and records.
 *
 * @param losses by term, weighted; their sum is the loss
 * @param targetEntropy of the final targets: the floor of the cross-entropy, mean over the examples
 * @param learningRate of this step
 * @param updated whether the weights changed
 * @param overflowed whether a gradient or the loss was not finite
 * @param lossScale the factor on the loss before backward
 * @param zeroGradients the share of zeros among the stored gradients of activations, where counted
 * @param skipReason why the weights did not change, where they did not
 * @param spoiled which trick edited gradients or weights so that they are not finite, where one did
 * @param examples in the effective batch
 * @param correct examples whose dominant label had the largest logit
 * @param leftOut parameters that the step passed over, since their rate was zero in this step;
 *     those of which it is in every step are not among them
 * @param nonFinite what was not finite, where the run goes on without the step all the same
 * @param remarks what of tricks may be a mistake, as far as it was not told before
 * @param effective instances that have changed something in any step so far, those that act on
 *     single images left out
 */
public record UpdateReport(
    Moment moment,
    Map<String, Double> losses,
    double targetEntropy,
    double learningRate,
    boolean updated,
    boolean overflowed,
    double lossScale,
    OptionalDouble zeroGradients,
    Optional<String> skipReason,
    Optional<String> spoiled,
    int examples,
    int correct,
    Set<String> leftOut,
    Optional<NonFinite> nonFinite,
    List<String> remarks,
    Set<String> effective) {
  /** Copies the collections. */
  public UpdateReport {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses)); // in the order of the terms
    leftOut = Set.copyOf(leftOut);
    remarks = List.copyOf(remarks);
    effective = Set.copyOf(effective);
  }

  /** Of a step of which there is nothing else to tell. */
  public UpdateReport(
      Moment moment,
      Map<String, Double> losses,
      double targetEntropy,
      double learningRate,
      boolean updated,
      boolean overflowed,
      double lossScale,
      OptionalDouble zeroGradients,
      Optional<String> skipReason,
      Optional<String> spoiled,
      int examples,
      int correct,
      Set<String> leftOut) {
    this(
        moment,
        losses,
        targetEntropy,
        learningRate,
        updated,
        overflowed,
        lossScale,
        zeroGradients,
        skipReason,
        spoiled,
        examples,
        correct,
        leftOut,
        Optional.empty(),
        List.of(),
        Set.of());
  }

  /** The same with what became known after it. */
  public UpdateReport and(
      Optional<NonFinite> found, List<String> newRemarks, Set<String> effectiveTricks) {
    return new UpdateReport(
        moment,
        losses,
        targetEntropy,
        learningRate,
        updated,
        overflowed,
        lossScale,
        zeroGradients,
        skipReason,
        spoiled,
        examples,
        correct,
        leftOut,
        found,
        newRemarks,
        effectiveTricks);
  }

  /** The sum of all terms. */
  public double loss() {
    return losses.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
