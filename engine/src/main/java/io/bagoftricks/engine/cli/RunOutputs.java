package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.report.ConfusionFile;
import io.bagoftricks.engine.tensorboard.TensorBoardLog;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.Evaluated;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What a run writes for others to look at while it trains: event files, a confusion matrix. */
final class RunOutputs implements TrainingListener, Closeable {
  private final Path folder;
  private final TensorBoardLog tensorBoard;

  private RunOutputs(Path folder, TensorBoardLog tensorBoard) {
    this.folder = folder;
    this.tensorBoard = tensorBoard;
  }

  /**
   * Opens the outputs of a run.
   *
   * @param fromStep updates done before
   */
  static RunOutputs open(Path folder, RunPlan plan, long fromStep) throws IOException {
    return new RunOutputs(
        folder,
        TensorBoardLog.open(folder, fromStep, plan.facts().stepsPerEpoch(), plan.facts().epochs()));
  }

  @Override
  public void onUpdate(UpdateReport update) {
    tensorBoard.onUpdate(update);
  }

  @Override
  public void onEpoch(EpochReport epoch) {
    tensorBoard.onEpoch(epoch);
  }

  @Override
  public void onEvaluated(Evaluated evaluated) {
    try {
      ConfusionFile.write(evaluated.confusion(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    tensorBoard.close();
  }
}
