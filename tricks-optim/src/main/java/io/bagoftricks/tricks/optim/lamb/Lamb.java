package io.bagoftricks.tricks.optim.lamb;

import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;

/**
 * LAMB (You et al. 2020): Adam whose step has, for each parameter, the length of its weights times
 * the rate.
 *
 * @param beta1 how much of the mean of gradients is kept, at least 0 and below 1
 * @param beta2 how much of the mean of their squares is kept, at least 0 and below 1
 * @param epsilon added to the root of the second mean, positive, finite
 * @param trustClip whether no step is longer than Adam's
 * @param profile which parameters have a rate of their own
 */
public record Lamb(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean trustClip,
    Profile profile)
    implements Optimizer {
  /** Which parameters have a rate of their own. */
  public enum Profile {
    /** All. */
    PAPER,
    /** Those that decay; others are updated as by Adam. */
    TIMM
  }

  /** Checks the ranges. */
  public Lamb {
    Optimizer.check(learningRate, 0, weightDecay);
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException(
          "beta1 and beta2 are "
              + beta1
              + " and "
              + beta2
              + ", but must be at least 0 and below 1");
    }
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "epsilon is " + epsilon + ", but must be positive and finite");
    }
  }

  /** The paper's, with timm's decay of 0.01. */
  public static Lamb defaults() {
    return new Lamb(1e-3, 0.9, 0.999, 1e-6, 0.01, false, Profile.PAPER);
  }

  @Override
  public UpdateRule rule() {
    return new LambRule(beta1, beta2, epsilon, trustClip, profile);
  }
}
