package io.bagoftricks.tricks.optim.lars;

import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;

/**
 * LARS (You et al. 2017): momentum whose rate is, for each parameter, in proportion to the norm of
 * its weights over that of its gradient.
 *
 * @param trustCoefficient the proportion, positive, finite
 * @param epsilon added to the norm that is divided by, at least 0, finite
 * @param profile whose definition
 */
public record Lars(
    double learningRate,
    double momentum,
    double weightDecay,
    double trustCoefficient,
    double epsilon,
    Profile profile)
    implements Optimizer {
  /** Whose definition. */
  public enum Profile {
    /** Weights of convolutions and linear layers, the rate in the velocity; MXNet's too. */
    PAPER,
    /** Parameters that decay, the rate outside the velocity. */
    TIMM,
    /** All parameters, none faster than without; the rate outside the velocity: Apex' LARC. */
    APEX
  }

  /** Checks the ranges. */
  public Lars {
    Optimizer.check(learningRate, momentum, weightDecay);
    if (!(trustCoefficient > 0 && trustCoefficient < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "trustCoefficient is " + trustCoefficient + ", but must be positive and finite");
    }
    if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "epsilon is " + epsilon + ", but must be at least 0 and finite");
    }
  }

  /** A trust coefficient of 0.001, as the paper's and timm's. */
  public static Lars defaults() {
    return new Lars(1, 0.9, 1e-4, 1e-3, 1e-8, Profile.PAPER);
  }

  @Override
  public boolean hasMomentum() {
    return true;
  }

  @Override
  public UpdateRule rule() {
    return new LarsRule(trustCoefficient, epsilon, profile);
  }
}
