package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One pass over the training data.
 *
 * @param epoch from 0
 * @param loss mean over the examples
 * @param losses by term, weighted; their sum is the loss
 * @param targetEntropy of the final targets: the floor of the cross-entropy, mean over the
 *     examples; NaN in the record of an older version
 * @param top1 share of training examples whose dominant label had the largest logit
 * @param learningRate of the last step
 * @param skippedUpdates steps left out, by overflow or by a trick
 * @param skipReason why the first of them was left out
 * @param overflows steps left out because the loss or a gradient was not finite
 * @param lossScale of the last step
 * @param zeroGradients in the last step: the share of zeros among the gradients of activations as
 *     they are stored; empty where the backend does not count them
 * @param examples trained on
 * @param seconds spent training, evaluation not counted
 * @param loaderWaitSeconds of these, spent waiting for images
 * @param evaluation after the epoch, if there was one
 */
public record EpochReport(
    int epoch,
    double loss,
    Map<String, Double> losses,
    double targetEntropy,
    double top1,
    double learningRate,
    long skippedUpdates,
    Optional<String> skipReason,
    long overflows,
    double lossScale,
    OptionalDouble zeroGradients,
    long examples,
    double seconds,
    double loaderWaitSeconds,
    Optional<Metrics> evaluation) {
  /** Copies the losses. */
  public EpochReport {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }

  /** Training throughput. */
  public double imagesPerSecond() {
    return examples / seconds;
  }
}
