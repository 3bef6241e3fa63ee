package io.bagoftricks.engine.recipe;

import io.bagoftricks.api.TrainingTime;
import java.util.Locale;

/**
 * When a run writes checkpoints, and how many it keeps. One is also written when an evaluation is
 * the best so far, when the run ends, and when it is asked to stop.
 *
 * @param every how much training lies between two
 * @param keep how many of the newest are kept, at most {@value #MOST_KEPT}; the best is kept
 *     besides
 */
public record CheckpointConfig(TrainingTime every, int keep) {
  private static final int MOST_KEPT = 1_000_000;

  /** Checks that both are positive. */
  public CheckpointConfig {
    if (!(every.value() > 0)) {
      throw new IllegalArgumentException("every is " + every + ", but must be above 0");
    }
    if (!(keep >= 1 && keep <= MOST_KEPT)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "keep is %d, but must be 1 to %d", keep, MOST_KEPT));
    }
  }

  /** One per epoch, of which three are kept. */
  public static CheckpointConfig defaults() {
    return new CheckpointConfig(TrainingTime.epochs(1), 3);
  }
}
