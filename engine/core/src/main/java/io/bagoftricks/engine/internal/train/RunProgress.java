package io.bagoftricks.engine.internal.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far a run is, and what it has summed up on the way: with the arrays and what the tricks
 * remember, all that decides how it goes on.
 *
 * @param updates steps made so far, those left out counted
 * @param weightUpdates of these, those that changed the weights
 * @param leftOut of these, those that passed a parameter over, by its name; others have none
 * @param overflowsInARow steps without a finite loss or gradient just before now
 * @param totals of the epoch under way
 * @param epochs that have ended; the epoch under way is the next
 * @param lastEvaluation if there has been one
 * @param effective instances that have changed something at run time
 * @param seconds since the start, evaluations included, time between processes not
 * @param rollbacks how often the run went back after a value that was not finite
 */
public record RunProgress(
    long updates,
    long weightUpdates,
    SortedMap<String, Long> leftOut,
    int overflowsInARow,
    EpochTotals totals,
    List<EpochReport> epochs,
    Optional<Metrics> lastEvaluation,
    Set<String> effective,
    double seconds,
    int rollbacks) {
  /** Copies the collections. */
  public RunProgress {
    leftOut = new TreeMap<>(leftOut);
    epochs = List.copyOf(epochs);
    effective = new TreeSet<>(effective);
  }

  /** Before the first step. */
  public static RunProgress start() {
    return new RunProgress(
        0,
        0,
        new TreeMap<>(),
        0,
        EpochTotals.none(),
        List.of(),
        Optional.empty(),
        new TreeSet<>(),
        0,
        0);
  }

  /** The epoch under way, from 0; as many as there are when the run has ended. */
  public int epoch() {
    return epochs.size();
  }

  /** The rate of the last step. */
  public double learningRate() {
    return totals.examples() > 0 || epochs.isEmpty()
        ? totals.learningRate()
        : epochs.get(epochs.size() - 1).learningRate();
  }

  /** The factor on the loss in the last step. */
  public double lossScale() {
    return totals.examples() > 0 || epochs.isEmpty()
        ? totals.lossScale()
        : epochs.get(epochs.size() - 1).lossScale();
  }

  /** Here again, once more after a value that was not finite. */
  public RunProgress rolledBack(int times) {
    return new RunProgress(
        updates,
        weightUpdates,
        leftOut,
        overflowsInARow,
        totals,
        epochs,
        lastEvaluation,
        effective,
        seconds,
        times);
  }

  /** One step later. */
  RunProgress after(
      UpdateReport update, EpochTotals newTotals, Set<String> newEffective, double took) {
    SortedMap<String, Long> newLeftOut = new TreeMap<>(leftOut);
    update.leftOut().forEach(parameter -> newLeftOut.merge(parameter, 1L, Long::sum));
    return new RunProgress(
        updates + 1,
        weightUpdates + (update.updated() ? 1 : 0),
        newLeftOut,
        update.overflowed() ? overflowsInARow + 1 : 0,
        newTotals,
        epochs,
        lastEvaluation,
        newEffective,
        seconds + took,
        rollbacks);
  }

  /** When the epoch under way has ended. */
  RunProgress afterEpoch(EpochReport report, Set<String> newEffective, double took) {
    List<EpochReport> reports = new ArrayList<>(epochs);
    reports.add(report);
    return new RunProgress(
        updates,
        weightUpdates,
        leftOut,
        overflowsInARow,
        EpochTotals.none(),
        reports,
        report.evaluation().or(() -> lastEvaluation),
        newEffective,
        seconds + took,
        rollbacks);
  }
}
