package io.bagoftricks.engine.tensorboard;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.evaluation.Evaluated;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.EpochReport;
import io.bagoftricks.engine.train.TrainingListener;
import io.bagoftricks.engine.train.UpdateReport;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a run's numbers for TensorBoard: every epoch's, and those of so many steps that curves are
 * smooth and files small. TensorBoard's step is the number of steps done.
 */
public final class TensorBoardLog implements TrainingListener, Closeable {
  private static final long MOST_UPDATES = 2000;

  private final EventFile file;
  private final long stepsPerEpoch;
  private final long every;
  private final long steps;
  private final Split validation;
  private long last;

  private TensorBoardLog(
      EventFile file, long stepsPerEpoch, long every, long steps, Split validation) {
    this.file = file;
    this.stepsPerEpoch = stepsPerEpoch;
    this.every = every;
    this.steps = steps;
    this.validation = validation;
  }

  /**
   * Starts a new file.
   *
   * @param folder of the run
   * @param fromStep steps done before: 0, or where a resumed run goes on
   * @param validation the split that the run is evaluated on after epochs
   */
  public static TensorBoardLog open(
      Disk disk, Path folder, long fromStep, long stepsPerEpoch, int epochs, Split validation)
      throws IOException {
    long all = stepsPerEpoch * epochs;
    return new TensorBoardLog(
        EventFile.create(disk, folder, fromStep, InstantSource.system()),
        stepsPerEpoch,
        (all + MOST_UPDATES - 1) / MOST_UPDATES,
        all,
        validation);
  }

  @Override
  public void onUpdate(UpdateReport update) {
    long done = update.moment().step() + 1;
    if (done <= last) {
      goBack(done - 1);
    }
    last = done;
    if (done % every != 0 && done != 1) {
      return;
    }
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("update/loss", update.loss());
    if (update.losses().size() > 1) {
      update.losses().forEach((term, loss) -> scalars.put("update/loss_" + term, loss));
    }
    scalars.put("update/top1", (double) update.correct() / update.examples());
    scalars.put("update/learning_rate", update.learningRate());
    if (update.lossScale() != 1) {
      scalars.put("update/loss_scale", update.lossScale());
    }
    append(done, scalars);
  }

  @Override
  public void onEpoch(EpochReport epoch) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("train/loss", epoch.loss());
    scalars.put("train/target_entropy", epoch.targetEntropy());
    scalars.put("train/top1", epoch.top1());
    scalars.put("train/images_per_second", epoch.imagesPerSecond());
    epoch.evaluation().ifPresent(metrics -> scalars.putAll(evaluated(validation, metrics)));
    append((epoch.epoch() + 1) * stepsPerEpoch, scalars);
  }

  @Override
  public void onTested(Evaluated evaluated) {
    append(steps, evaluated(Split.TEST, evaluated.metrics()));
  }

  private static Map<String, Double> evaluated(Split split, Metrics metrics) {
    String name = split.name().toLowerCase(Locale.ROOT);
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put(name + "/loss", metrics.loss());
    scalars.put(name + "/top1", metrics.top1());
    scalars.put(name + "/top5", metrics.top5());
    scalars.put(name + "/calibration_error", metrics.calibrationError());
    return scalars;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A run that goes back to a checkpoint makes steps again. */
  private void goBack(long step) {
    try {
      file.goBack(step);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(long step, Map<String, Double> scalars) {
    try {
      file.append(step, scalars);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
