package com.example.simplefocalloss;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Puts {@code -sum(t (1 - p)^gamma log p)}, p the softmax, in the place of the cross-entropy.
 *
 * <p>Lin et al. 2017 (arXiv:1708.02002), equation 4, for classes of which one is right.
 */
public final class SimpleFocalLoss implements LossHook {
  private final LossTerm term;

  /** Builds the trick from its settings. */
  @Inject
  public SimpleFocalLoss(SimpleFocalLossConfig config) {
    this.term = new ExampleFocal(config.gamma()).mean();
  }

  @Override
  @Uses(replaces = Slot.HARD_LOSS)
  public void onLoss(LossDraft loss) {
    loss.replace(LossDraft.HARD, term);
  }
}
