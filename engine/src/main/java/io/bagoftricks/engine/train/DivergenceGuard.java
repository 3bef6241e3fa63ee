package io.bagoftricks.engine.train;

import java.util.Locale;

/**
 * Ends a run that learns nothing any more. The loss is unscaled, so no loss scale makes it
 * overflow; gradients may overflow while a dynamic scale looks for its height, but not for ever.
 */
final class DivergenceGuard {
  /** A dynamic scale that starts at 2^16 and halves needs fewer to reach the smallest there is. */
  private static final int MOST_OVERFLOWS = 100;

  private int overflows;

  /**
   * Looks at an update.
   *
   * @throws TrainingException if the loss is not finite, or gradients have not been for long
   */
  void check(UpdateReport update) {
    overflows = update.overflowed() ? overflows + 1 : 0;
    if (!Double.isFinite(update.loss())) {
      throw diverged(update, "The loss is " + update.loss());
    }
    if (overflows > MOST_OVERFLOWS) {
      throw diverged(update, "No gradient has been finite for " + overflows + " updates");
    }
  }

  /** Updates without a finite gradient just before now. */
  int overflowsInARow() {
    return overflows;
  }

  /** Goes on where another guard was. */
  void goOn(int overflowsInARow) {
    overflows = overflowsInARow;
  }

  private static TrainingException diverged(UpdateReport update, String what) {
    return new TrainingException(
        String.format(
            Locale.ROOT,
            "%s at epoch %d, update %d, learning rate %.4g: training has diverged. Lower"
                + " optimizer.learningRate, warm up longer, or clip gradients.",
            what,
            update.moment().epoch() + 1,
            update.moment().step() + 1,
            update.learningRate()));
  }
}
