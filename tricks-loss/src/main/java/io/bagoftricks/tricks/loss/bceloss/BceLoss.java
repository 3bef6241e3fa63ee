package io.bagoftricks.tricks.loss.bceloss;

import io.bagoftricks.api.ExampleLoss;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Puts the binary cross-entropy between the sigmoids of the logits and the targets in the place of
 * the cross-entropy.
 *
 * <p>Wightman, Touvron and Jégou 2021 (arXiv:2110.00476), section 3; timm's {@code
 * BinaryCrossEntropy}, whose smoothing is another trick here.
 */
public final class BceLoss implements LossHook {
  private final LossTerm term;

  /** Builds the trick from its settings. */
  @Inject
  public BceLoss(BceLossConfig config) {
    ExampleLoss formula =
        (logits, targets, gradient) -> evaluate(logits, targets, gradient, config);
    this.term = formula.mean();
  }

  @Override
  @Uses(replaces = Slot.HARD_LOSS)
  public void onLoss(LossDraft loss) {
    loss.replace(LossDraft.HARD, term);
  }

  /**
   * The loss of one example: {@code -t log sigmoid(z) - (1 - t) log(1 - sigmoid(z))}, over all
   * classes. Its derivative is {@code sigmoid(z) - t}.
   *
   * @param gradient overwritten with the derivative by the logits
   */
  static double evaluate(
      double[] logits, double[] targets, double[] gradient, BceLossConfig config) {
    boolean isBinary = config.targetThreshold() >= 0;
    double share = config.sumClasses() ? 1 : 1.0 / logits.length;
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      double target = targets[i];
      if (isBinary) {
        target = target > config.targetThreshold() ? 1 : 0;
      }
      // max(z, 0) - t z + log(1 + exp(-|z|)) overflows for no logit.
      double z = logits[i];
      sum += Math.max(z, 0) - target * z + Math.log1p(Math.exp(-Math.abs(z)));
      gradient[i] = share * (1 / (1 + Math.exp(-z)) - target);
    }
    return share * sum;
  }
}
