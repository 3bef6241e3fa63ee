package io.bagoftricks.tricks.loss.focalloss;

import io.bagoftricks.api.ExampleLoss;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Puts the focal loss in the place of the cross-entropy: an example counts less, the surer the
 * network is of what is right.
 *
 * <p>Lin et al. 2017 (arXiv:1708.02002), section 3; torchvision's {@code sigmoid_focal_loss}.
 */
public final class FocalLoss implements LossHook {
  private final LossTerm term;

  /** Builds the trick from its settings. */
  @Inject
  public FocalLoss(FocalLossConfig config) {
    ExampleLoss formula =
        switch (config.form()) {
          case SOFTMAX -> new SoftmaxFocal(config.gamma(), config.alpha());
          case SIGMOID -> new SigmoidFocal(config.gamma(), config.alpha(), config.sumClasses());
        };
    this.term = formula.mean();
  }

  @Override
  @Uses(replaces = Slot.HARD_LOSS)
  public void onLoss(LossDraft loss) {
    loss.replace(LossDraft.HARD, term);
  }
}
