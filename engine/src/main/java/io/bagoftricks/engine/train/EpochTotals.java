package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Sums up the updates of one epoch. */
final class EpochTotals {
  private long examples;
  private long correct;
  private long skipped;
  private long overflows;
  private double weightedLoss;
  private double learningRate;
  private double lossScale;
  private OptionalDouble zeroGradients = OptionalDouble.empty();
  private @Nullable String firstSkipReason;

  void add(UpdateReport update) {
    examples += update.examples();
    correct += update.correct();
    skipped += update.updated() ? 0 : 1;
    overflows += update.overflowed() ? 1 : 0;
    weightedLoss += update.loss() * update.examples();
    learningRate = update.learningRate();
    lossScale = update.lossScale();
    zeroGradients = update.zeroGradients();
    if (firstSkipReason == null) {
      firstSkipReason = update.skipReason().orElse(null);
    }
  }

  EpochReport report(int epoch, double seconds, @Nullable Metrics evaluation) {
    return new EpochReport(
        epoch,
        weightedLoss / examples,
        (double) correct / examples,
        learningRate,
        skipped,
        Optional.ofNullable(firstSkipReason),
        overflows,
        lossScale,
        zeroGradients,
        examples,
        seconds,
        Optional.ofNullable(evaluation));
  }
}
