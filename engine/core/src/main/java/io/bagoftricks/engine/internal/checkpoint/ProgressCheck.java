package io.bagoftricks.engine.internal.checkpoint;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.internal.checkpoint.CheckpointHeader.Position;
import io.bagoftricks.engine.internal.train.EpochTotals;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.train.EpochReport;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Whether what a checkpoint says of the progress agrees with itself and with the recipe. */
record ProgressCheck(CheckpointHeader header, RunFacts facts) {
  /** The first disagreement, as a part of a sentence, if there is one. */
  Optional<String> contradiction() {
    RunProgress progress = header.progress();
    long inEpoch = progress.updates() - progress.epoch() * facts.stepsPerEpoch();
    long most = progress.epoch() == facts.epochs() ? 0 : facts.stepsPerEpoch();
    if (progress.epoch() > facts.epochs() || !(inEpoch >= 0 && inEpoch <= most)) {
      return Optional.of(
          progress.updates()
              + " steps are not in epoch "
              + (progress.epoch() + 1)
              + " of "
              + facts.epochs()
              + ", with "
              + facts.stepsPerEpoch()
              + " per epoch");
    }
    Position here = Position.of(progress, facts);
    if (!header.position().equals(here)) {
      return Optional.of("the position is " + header.position() + " and should be " + here);
    }
    if (!areCounts(progress)) {
      return Optional.of("a count or a time is negative, or more than there can be");
    }
    if (!areTotals(progress.totals(), inEpoch, here.sample())) {
      return Optional.of("the sums of the epoch under way are not those of " + inEpoch + " steps");
    }
    if (!areReports(progress.epochs())) {
      return Optional.of("the epochs that have ended are not epochs of this recipe, in order");
    }
    if (!progress.lastEvaluation().equals(lastEvaluation(progress.epochs()))) {
      return Optional.of("the last evaluation is not that of the last epoch that has one");
    }
    TreeSet<String> unknown = new TreeSet<>(progress.effective());
    unknown.removeAll(header.tricks().keySet());
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of("it says that '" + unknown.first() + "' had an effect, which is not a trick");
  }

  private static boolean areCounts(RunProgress progress) {
    return progress.weightUpdates() >= 0
        && progress.weightUpdates() <= progress.updates()
        && progress.leftOut().values().stream()
            .allMatch(times -> times > 0 && times <= progress.weightUpdates())
        && progress.overflowsInARow() >= 0
        && progress.overflowsInARow() <= progress.updates()
        && progress.rollbacks() >= 0
        && isTime(progress.seconds());
  }

  private static boolean areTotals(EpochTotals totals, long updates, long loaded) {
    return areExamples(totals.examples(), updates, loaded)
        && isShare(totals.finite(), totals.examples())
        && isShare(totals.correct(), totals.examples())
        && isShare(totals.skipped(), updates)
        && isShare(totals.overflows(), totals.skipped())
        && isTime(totals.seconds())
        && isTime(totals.loaderWaitSeconds());
  }

  /** A trick may leave examples of a batch out, but not all. */
  private static boolean areExamples(long trained, long updates, long loaded) {
    return trained >= updates && trained <= loaded;
  }

  private boolean areReports(List<EpochReport> reports) {
    long loaded = Math.min(facts.stepsPerEpoch() * facts.batchSize(), facts.trainExamples());
    for (int i = 0; i < reports.size(); i++) {
      EpochReport report = reports.get(i);
      if (report.epoch() != i
          || !areExamples(report.examples(), facts.stepsPerEpoch(), loaded)
          || !isShare(report.skippedUpdates(), facts.stepsPerEpoch())
          || !isShare(report.overflows(), report.skippedUpdates())
          || !isTime(report.seconds())
          || !isTime(report.loaderWaitSeconds())) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Metrics> lastEvaluation(List<EpochReport> reports) {
    return reports.stream().flatMap(report -> report.evaluation().stream()).reduce((a, b) -> b);
  }

  private static boolean isShare(long part, long whole) {
    return part >= 0 && part <= whole;
  }

  private static boolean isTime(double seconds) {
    return seconds >= 0 && seconds < Double.POSITIVE_INFINITY;
  }
}
