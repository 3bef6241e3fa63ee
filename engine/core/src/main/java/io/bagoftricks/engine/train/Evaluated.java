package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.engine.metric.ConfusionMatrix;
import java.util.Optional;

/**
 * The result of an evaluation.
 *
 * @param metrics its numbers; the loss need not be finite
 * @param confusion what was taken for what
 * @param nonFinite where the first output that is not finite came from, a sentence; empty where all
 *     are
 */
public record Evaluated(Metrics metrics, ConfusionMatrix confusion, Optional<String> nonFinite) {
  /** Whether the loss is a number. */
  public boolean isFinite() {
    return Double.isFinite(metrics.loss());
  }
}
