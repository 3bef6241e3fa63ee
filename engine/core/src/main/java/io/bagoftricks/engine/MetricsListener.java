package io.bagoftricks.engine;

import io.bagoftricks.engine.internal.run.BadFiles;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingException;
import io.bagoftricks.engine.train.TrainingListener;
import java.io.IOException;
import java.util.List;

/**
 * Writes {@code metrics.csv} and {@code bad-files.csv}. Where it cannot there is a warning, and the
 * run goes on.
 */
record MetricsListener(RunFolder folder, TrainingListener warned) implements TrainingListener {
  @Override
  public void onEpoch(EpochReport epoch) {
    try {
      folder.checkIsThere();
    } catch (IOException e) {
      throw new TrainingException(
          folder
              .advice()
              .failure("The line of epoch " + (epoch.epoch() + 1) + " in metrics.csv", e),
          e);
    }
    try {
      folder.append(epoch);
    } catch (IOException e) {
      warned.onWarning(
          "metrics.csv could not be written: %s. It is tried again with the next line."
              .formatted(StorageProblems.words(e)));
    }
  }

  @Override
  public void onFaults(List<String> faults) {
    try {
      folder.badFiles().add(faults);
    } catch (IOException e) {
      warned.onWarning(
          "%s could not be written: %s.".formatted(BadFiles.NAME, StorageProblems.words(e)));
    }
  }
}
