package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.report.ConfusionFile;
import io.bagoftricks.engine.run.RunFolder;
import io.bagoftricks.engine.tensorboard.TensorBoardLog;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.Evaluated;
import io.bagoftricks.engine.train.TrainingException;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What a run writes for others to look at while it trains: event files, a confusion matrix. */
final class RunOutputs implements TrainingListener, Closeable {
  private final RunFolder folder;
  private final TensorBoardLog tensorBoard;

  private RunOutputs(RunFolder folder, TensorBoardLog tensorBoard) {
    this.folder = folder;
    this.tensorBoard = tensorBoard;
  }

  /**
   * Opens the outputs of a run.
   *
   * @param fromStep updates done before
   */
  static RunOutputs open(RunFolder folder, RunPlan plan, long fromStep) throws IOException {
    return new RunOutputs(
        folder,
        TensorBoardLog.open(
            folder.path(), fromStep, plan.facts().stepsPerEpoch(), plan.facts().epochs()));
  }

  @Override
  public void onUpdate(UpdateReport update) {
    log(() -> tensorBoard.onUpdate(update));
  }

  @Override
  public void onEpoch(EpochReport epoch) {
    log(() -> tensorBoard.onEpoch(epoch));
  }

  @Override
  public void onEvaluated(Evaluated evaluated) {
    folder.replace(ConfusionFile.NAME, ConfusionFile.text(evaluated.confusion()));
  }

  private void log(Runnable scalars) {
    try {
      scalars.run();
    } catch (UncheckedIOException e) {
      IOException reason = Objects.requireNonNull(e.getCause());
      throw new TrainingException(folder.failure("The event file of TensorBoard", reason), e);
    }
  }

  @Override
  public void close() throws IOException {
    tensorBoard.close();
  }
}
