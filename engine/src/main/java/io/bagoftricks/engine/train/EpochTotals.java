package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sums up the updates of one epoch. */
final class EpochTotals {
  private long examples;
  private long correct;
  private long skipped;
  private double weightedLoss;
  private double learningRate;
  private @Nullable String firstSkipReason;

  void add(UpdateReport update) {
    examples += update.examples();
    correct += update.correct();
    skipped += update.updated() ? 0 : 1;
    weightedLoss += update.loss() * update.examples();
    learningRate = update.learningRate();
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
        examples,
        seconds,
        Optional.ofNullable(evaluation));
  }
}
