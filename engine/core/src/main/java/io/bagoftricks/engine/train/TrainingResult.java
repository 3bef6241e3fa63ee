package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.engine.split.SplitRoles;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param roles of the data's splits
 * @param metrics of the last evaluation, on the validation split
 * @param test of the evaluation at the end, on the test split; empty where that is the validation
 *     split, or there is none
 * @param epochs one report per epoch
 * @param seconds the whole run, evaluations included
 * @param faults of the data that this process met, sentences, sorted
 */
public record TrainingResult(
    SplitRoles roles,
    Metrics metrics,
    Optional<Metrics> test,
    List<EpochReport> epochs,
    double seconds,
    List<String> faults) {
  /** Copies the lists. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
    faults = List.copyOf(faults);
  }

  /** Steps left out because the loss or a gradient was not finite. */
  public long overflows() {
    return epochs.stream().mapToLong(EpochReport::overflows).sum();
  }

  /** Training throughput over all epochs, evaluations not counted. */
  public double imagesPerSecond() {
    double examples = epochs.stream().mapToDouble(EpochReport::examples).sum();
    return examples / epochs.stream().mapToDouble(EpochReport::seconds).sum();
  }
}
