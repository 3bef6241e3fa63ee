package io.bagoftricks.engine.train;

import io.bagoftricks.api.Moment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One update, for progress and records.
 *
 * @param losses by term, weighted; their sum is the loss
 * @param targetEntropy of the final targets: the floor of the cross-entropy, mean over the examples
 * @param learningRate of this update
 * @param updated whether the weights changed
 * @param overflowed whether a gradient or the loss was not finite
 * @param lossScale the factor on the loss before backward
 * @param zeroGradients the share of zeros among the stored gradients of activations, where counted
 * @param skipReason why the weights did not change, where they did not
 * @param spoiled which trick edited gradients or weights so that they are not finite, where one did
 * @param examples in the effective batch
 * @param correct examples whose dominant label had the largest logit
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
    int correct) {
  /** Copies the losses. */
  public UpdateReport {
    losses = Map.copyOf(losses);
  }

  /** The sum of all terms. */
  public double loss() {
    return losses.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
