package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the steps of one epoch so far.
 *
 * @param examples trained on
 * @param finite of these, in steps whose loss was finite
 * @param correct examples whose dominant label had the largest logit
 * @param skipped steps left out
 * @param skipReason why the first of them was
 * @param overflows steps left out because the loss or a gradient was not finite
 * @param losses by term, where finite, each times the examples of its step
 * @param targetEntropy as the losses, where they are finite
 * @param learningRate of the last step
 * @param lossScale of the last step
 * @param zeroGradients of the last step that counted them
 * @param seconds spent training
 * @param loaderWaitSeconds of these, spent waiting for images
 */
public record EpochTotals(
    long examples,
    long finite,
    long correct,
    long skipped,
    Optional<String> skipReason,
    long overflows,
    Map<String, Double> losses,
    double targetEntropy,
    double learningRate,
    double lossScale,
    OptionalDouble zeroGradients,
    double seconds,
    double loaderWaitSeconds) {
  /** Copies the losses. */
  public EpochTotals {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }

  /** Before the first step. */
  static EpochTotals none() {
    return new EpochTotals(
        0, 0, 0, 0, Optional.empty(), 0, Map.of(), 0, 0, 1, OptionalDouble.empty(), 0, 0);
  }

  /** With one more step. */
  EpochTotals and(UpdateReport update, double updateSeconds, double waitSeconds) {
    Map<String, Double> sums = new LinkedHashMap<>(losses);
    boolean isFinite = Double.isFinite(update.loss());
    if (isFinite) {
      update.losses().forEach((name, l) -> sums.merge(name, l * update.examples(), Double::sum));
    }
    return new EpochTotals(
        examples + update.examples(),
        finite + (isFinite ? update.examples() : 0),
        correct + update.correct(),
        skipped + (update.updated() ? 0 : 1),
        skipReason.or(update::skipReason),
        overflows + (update.overflowed() ? 1 : 0),
        sums,
        targetEntropy + (isFinite ? update.targetEntropy() * update.examples() : 0),
        update.learningRate(),
        update.lossScale(),
        update.zeroGradients(),
        seconds + updateSeconds,
        loaderWaitSeconds + waitSeconds);
  }

  EpochReport report(int epoch, @Nullable Metrics evaluation) {
    Map<String, Double> means = new LinkedHashMap<>();
    losses.forEach((name, sum) -> means.put(name, sum / finite));
    return new EpochReport(
        epoch,
        losses.values().stream().mapToDouble(Double::doubleValue).sum() / finite,
        means,
        targetEntropy / finite,
        (double) correct / examples,
        learningRate,
        skipped,
        skipReason,
        overflows,
        lossScale,
        zeroGradients,
        examples,
        seconds,
        loaderWaitSeconds,
        Optional.ofNullable(evaluation));
  }
}
