package io.bagoftricks.tricks.loss.polyloss;

import io.bagoftricks.api.ExampleLoss;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Puts Poly-1 in the place of the cross-entropy: of the series {@code (1 - p) + (1 - p)^2 / 2 +
 * ...}, which is {@code -log p}, the first term gets another weight.
 *
 * <p>Leng et al. 2022 (arXiv:2204.12511), section 4 and appendix.
 */
public final class PolyLoss implements LossHook {
  private final LossTerm term;

  /** Builds the trick from its settings. */
  @Inject
  public PolyLoss(PolyLossConfig config) {
    double epsilon = config.epsilon();
    ExampleLoss formula =
        (logits, targets, gradient) -> evaluate(logits, targets, gradient, epsilon);
    this.term = formula.mean();
  }

  @Override
  @Uses(replaces = Slot.HARD_LOSS)
  public void onLoss(LossDraft loss) {
    loss.replace(LossDraft.HARD, term);
  }

  /**
   * The loss of one example: {@code -sum(t log p) + epsilon sum(t (1 - p))} with {@code p =
   * softmax(z)}.
   *
   * @param gradient overwritten with the derivative by the logits
   */
  static double evaluate(double[] logits, double[] targets, double[] gradient, double epsilon) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double z : logits) {
      largest = Math.max(largest, z);
    }
    double exponentials = 0;
    for (double z : logits) {
      exponentials += Math.exp(z - largest);
    }
    double logSum = largest + Math.log(exponentials);
    double loss = 0;
    double mass = 0;
    double hit = 0;
    for (int i = 0; i < logits.length; i++) {
      double logP = logits[i] - logSum;
      loss -= targets[i] * (logP + epsilon * Math.expm1(logP));
      mass += targets[i];
      hit += targets[i] * Math.exp(logP);
    }
    for (int i = 0; i < logits.length; i++) {
      double p = Math.exp(logits[i] - logSum);
      gradient[i] = p * mass - targets[i] - epsilon * p * (targets[i] - hit);
    }
    return loss;
  }
}
