package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import java.util.List;

/**
 * How a run ended.
 *
 * @param metrics of the last evaluation
 * @param epochs one report per epoch
 * @param seconds the whole run, evaluations included
 */
public record TrainingResult(Metrics metrics, List<EpochReport> epochs, double seconds) {
  /** Copies the list. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
  }

  /** Updates left out because the loss or a gradient was not finite. */
  public long overflows() {
    return epochs.stream().mapToLong(EpochReport::overflows).sum();
  }

  /** Training throughput over all epochs, evaluations not counted. */
  public double imagesPerSecond() {
    double examples = epochs.stream().mapToDouble(EpochReport::examples).sum();
    return examples / epochs.stream().mapToDouble(EpochReport::seconds).sum();
  }
}
