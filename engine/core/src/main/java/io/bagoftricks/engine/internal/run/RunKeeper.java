package io.bagoftricks.engine.internal.run;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.internal.train.UpdateBoundary;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.CheckpointConfig;
import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.run.RunStoppedException;
import io.bagoftricks.engine.run.StopRequest;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.NonFinite;
import io.bagoftricks.engine.train.NonFiniteException;
import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a run's checkpoints when they are due, and ends the run when somebody asked for it: by a
 * request, or by an interrupt of the thread that trains. The interrupt is taken away, because files
 * cannot be written with it, and given back when the keeper is closed.
 */
public final class RunKeeper implements UpdateBoundary, AutoCloseable {
  private final RunFolder folder;
  private final CheckpointStore checkpoints;
  private final String resultKey;
  private final RunFacts facts;
  private final CheckpointConfig config;
  private final OnNonFinite onNonFinite;
  private final StopRequest stop;
  private boolean interrupted;

  /**
   * A keeper of one run.
   *
   * @param resultKey of the recipe
   * @param stop looked at after each step
   */
  public RunKeeper(RunFolder folder, RunPlan plan, String resultKey, StopRequest stop) {
    this.folder = folder;
    this.checkpoints = folder.checkpoints();
    this.resultKey = resultKey;
    this.facts = plan.facts();
    this.config = plan.recipe().training().checkpoint();
    this.onNonFinite = plan.recipe().training().onNonFinite();
    this.stop = stop;
  }

  /**
   * Writes a checkpoint if one is due.
   *
   * @throws TrainingException if it cannot be written, with what to do
   * @throws RunStoppedException if somebody asked for it; there is a checkpoint of this place then
   */
  @Override
  public void reached(RunProgress progress, RunMemory memory) {
    computed();
    Optional<StopRequest.Signal> signal = stop.signal();
    boolean stops = interrupted || signal.isPresent();
    boolean best = isBest(progress);
    if (best || isDue(progress) || stops) {
      write(progress, memory, best);
    }
    if (stops && progress.epoch() < facts.epochs()) {
      throw new RunStoppedException(
          String.format(
              Locale.ROOT,
              "stopped by %s after step %d of %d. Go on with: %s",
              signal.map(by -> "SIG" + by.name()).orElse("an interrupt of its thread"),
              progress.updates(),
              facts.totalSteps(),
              folder.advice().resumption()),
          signal.orElse(StopRequest.Signal.INT).exitCode());
    }
  }

  /** Takes an interrupt of the thread away, and notes it. */
  @Override
  public void computed() {
    interrupted |= Thread.interrupted();
  }

  /** Gives back an interrupt that was taken away. */
  @Override
  public void close() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where a run may have to go back, there must be a place from the start. */
  @Override
  public void begins(RunProgress progress, RunMemory memory) {
    if (onNonFinite == OnNonFinite.ROLLBACK && checkpoints.names().isEmpty()) {
      write(progress, memory, false);
    }
  }

  @Override
  public void nonFinite(NonFinite found, List<Integer> images) {
    try {
      folder.write(new NonFiniteReport(found, images));
    } catch (IOException e) {
      throw new TrainingException(folder.advice().failure("What is not finite", e), e);
    }
  }

  /** To the newest checkpoint; that the run went back is kept in one more at the same place. */
  @Override
  public Optional<RunProgress> rollBack(RunMemory memory, int rollbacks) {
    if (checkpoints.names().isEmpty()) {
      return Optional.empty();
    }
    Checkpoint last = checkpoints.open(CheckpointStore.LAST);
    last.restore(memory, facts);
    RunProgress back = last.progress().rolledBack(rollbacks);
    folder.cutBack(back.epochs());
    write(back, memory, false);
    return Optional.of(back);
  }

  private void write(RunProgress progress, RunMemory memory, boolean best) {
    memory
        .nonFinite()
        .ifPresent(
            what -> {
              throw new NonFiniteException(
                  new NonFinite(
                      Math.toIntExact((progress.updates() - 1) / facts.stepsPerEpoch()),
                      progress.updates() - 1,
                      "weights are not finite after the step, and no checkpoint is written",
                      what,
                      Map.of(),
                      progress.learningRate(),
                      progress.lossScale(),
                      0,
                      0));
            });
    try {
      folder.checkIsThere();
      checkpoints.write(resultKey, facts, progress, memory, best);
      checkpoints.keepNewest(config.keep());
    } catch (IOException e) {
      throw new TrainingException(
          folder.advice().failure("The checkpoint after step " + progress.updates(), e), e);
    }
  }

  private boolean isDue(RunProgress progress) {
    if (progress.epoch() == facts.epochs()) {
      return true;
    }
    long every = Math.max(1, config.every().steps(facts));
    long epochEnd = (progress.epoch() + 1) * facts.stepsPerEpoch();
    // At an epoch's end the evaluation comes first, and belongs in the checkpoint.
    return progress.updates() % every == 0 && progress.updates() < epochEnd;
  }

  /** Whether the run stands behind an evaluation that is better than all before. */
  private boolean isBest(RunProgress progress) {
    List<EpochReport> epochs = progress.epochs();
    if (epochs.isEmpty() || progress.updates() != epochs.size() * facts.stepsPerEpoch()) {
      return false;
    }
    Optional<Metrics> newest = epochs.get(epochs.size() - 1).evaluation();
    return newest.isPresent()
        && Double.isFinite(newest.get().loss())
        && epochs.subList(0, epochs.size() - 1).stream()
            .flatMap(epoch -> epoch.evaluation().stream())
            .filter(earlier -> Double.isFinite(earlier.loss()))
            .allMatch(earlier -> newest.get().top1() > earlier.top1());
  }
}
