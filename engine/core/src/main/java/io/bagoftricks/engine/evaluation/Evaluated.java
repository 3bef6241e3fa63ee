package io.bagoftricks.engine.evaluation;

import io.bagoftricks.api.Metrics;
import java.util.List;
import java.util.Optional;

/**
 * The result of an evaluation.
 *
 * @param metrics its numbers; the loss need not be finite
 * @param confusion what was taken for what
 * @param calibration how right it is where it is how sure: 15 bins
 * @param nonFinite where the first output that is not finite came from, a sentence; empty where all
 *     are
 */
public record Evaluated(
    Metrics metrics,
    ConfusionMatrix confusion,
    List<CalibrationBin> calibration,
    Optional<String> nonFinite) {
  /** Copies the list. */
  public Evaluated {
    calibration = List.copyOf(calibration);
  }

  /** Whether the loss is a number. */
  public boolean isFinite() {
    return Double.isFinite(metrics.loss());
  }
}
