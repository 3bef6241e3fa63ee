package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One pass over the training data.
 *
 * @param epoch from 0
 * @param loss mean over the updates
 * @param top1 share of training examples whose dominant label had the largest logit
 * @param learningRate of the last update
 * @param skippedUpdates updates left out, by overflow or by a trick
 * @param skipReason why the first of them was left out
 * @param overflows updates left out because a gradient was not finite
 * @param lossScale of the last update
 * @param zeroGradients in the last update: the share of zeros among the gradients of activations as
 *     they are stored; empty where the backend does not count them
 * @param examples trained on
 * @param seconds spent training, evaluation not counted
 * @param evaluation after the epoch, if there was one
 */
public record EpochReport(
    int epoch,
    double loss,
    double top1,
    double learningRate,
    long skippedUpdates,
    Optional<String> skipReason,
    long overflows,
    double lossScale,
    OptionalDouble zeroGradients,
    long examples,
    double seconds,
    Optional<Metrics> evaluation) {
  /** Training throughput. */
  public double imagesPerSecond() {
    return examples / seconds;
  }
}
