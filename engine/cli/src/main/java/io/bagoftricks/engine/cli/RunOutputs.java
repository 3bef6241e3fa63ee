package io.bagoftricks.engine.cli;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.BegunRun;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.report.ConfusionFile;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.tensorboard.TensorBoardLog;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files that a run writes for others to look at while it trains: event files, a confusion
 * matrix. If one of them cannot be written, there is a warning and the run goes on.
 */
final class RunOutputs implements TrainingListener, Closeable {
  private final RunFolder folder;
  private final Consumer<String> warnings;
  private @Nullable TensorBoardLog tensorBoard;

  private RunOutputs(RunFolder folder, Consumer<String> warnings) {
    this.folder = folder;
    this.warnings = warnings;
  }

  /**
   * Opens the outputs of a run.
   *
   * @param warnings are told of what cannot be written
   */
  static RunOutputs open(Disk disk, BegunRun run, Consumer<String> warnings) {
    RunOutputs outputs = new RunOutputs(run.folder(), warnings);
    RunFacts facts = run.plan().facts();
    try {
      outputs.tensorBoard =
          TensorBoardLog.open(
              disk,
              run.folder().path(),
              run.run().progress().updates(),
              facts.stepsPerEpoch(),
              facts.epochs(),
              run.plan().roles().validation());
    } catch (IOException e) {
      outputs.withoutEvents(e);
    }
    return outputs;
  }

  @Override
  public void onUpdate(UpdateReport update) {
    log(listener -> listener.onUpdate(update));
  }

  @Override
  public void onEpoch(EpochReport epoch) {
    log(listener -> listener.onEpoch(epoch));
  }

  @Override
  public void onEvaluated(Evaluated evaluated) {
    try {
      folder.replace(ConfusionFile.NAME, ConfusionFile.text(evaluated.confusion()));
    } catch (IOException e) {
      warnings.accept(
          "%s could not be written: %s.".formatted(ConfusionFile.NAME, StorageProblems.words(e)));
    }
  }

  /** The matrix of the test split takes the place of the last one of the validation split. */
  @Override
  public void onTested(Evaluated evaluated) {
    onEvaluated(evaluated);
    log(listener -> listener.onTested(evaluated));
  }

  private void log(Consumer<TrainingListener> scalars) {
    if (tensorBoard == null) {
      return;
    }
    try {
      scalars.accept(tensorBoard);
    } catch (UncheckedIOException e) {
      withoutEvents(Objects.requireNonNull(e.getCause()));
    }
  }

  private void withoutEvents(IOException reason) {
    warnings.accept(
        "the event file of TensorBoard could not be written: %s. The run goes on without it."
            .formatted(StorageProblems.words(reason)));
    close();
  }

  @Override
  public void close() {
    TensorBoardLog log = tensorBoard;
    tensorBoard = null;
    if (log == null) {
      return;
    }
    try {
      log.close();
    } catch (IOException e) {
      warnings.accept(
          "the event file of TensorBoard could not be closed: %s."
              .formatted(StorageProblems.words(e)));
    }
  }
}
