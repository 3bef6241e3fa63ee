package io.bagoftricks.engine.internal.train;

import io.bagoftricks.engine.recipe.OnNonFinite;
import io.bagoftricks.engine.train.UpdateReport;
import java.util.Optional;

/**
 * Tells when a run learns nothing any more. The loss is unscaled, so no loss scale makes it
 * overflow; gradients may overflow while a dynamic scale looks for its height, but not for ever.
 */
final class DivergenceGuard {
  /** A dynamic scale that starts at 2^16 and halves needs fewer to reach the smallest there is. */
  private static final int MOST_IN_A_ROW = 100;

  private final OnNonFinite policy;
  private int inARow;

  DivergenceGuard(OnNonFinite policy) {
    this.policy = policy;
  }

  /**
   * Looks at a step.
   *
   * @return what keeps the run from going on, if anything does
   */
  Optional<String> check(UpdateReport update) {
    inARow = update.overflowed() ? inARow + 1 : 0;
    if (!Double.isFinite(update.loss()) && policy != OnNonFinite.SKIP) {
      return Optional.of("the loss is " + update.loss());
    }
    if (inARow > MOST_IN_A_ROW) {
      return Optional.of("no gradient has been finite for " + inARow + " steps");
    }
    return Optional.empty();
  }

  /** Goes on where another guard was. */
  void goOn(int updatesInARow) {
    inARow = updatesInARow;
  }
}
