package io.bagoftricks.tricks.optim.rmsprop;

import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.UpdateRule;

/**
 * RMSprop (Tieleman and Hinton 2012).
 *
 * @param alpha how much of the mean of squared gradients is kept, at least 0 and below 1
 * @param epsilon added to that mean or to its root, positive, finite
 * @param form whose definition
 */
public record Rmsprop(
    double learningRate,
    double momentum,
    double alpha,
    double epsilon,
    double weightDecay,
    Form form)
    implements Optimizer {
  /** Whose definition. */
  public enum Form {
    /**
     * TensorFlow's, as timm's {@code RMSpropTF}: epsilon under the root, the mean is 1 at first,
     * the rate is in the momentum.
     */
    TF,
    /** PyTorch's: epsilon beside the root, the mean is 0 at first, the rate is outside. */
    TORCH
  }

  /** Checks the ranges. */
  public Rmsprop {
    Optimizer.check(learningRate, momentum, weightDecay);
    if (!(alpha >= 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "alpha is " + alpha + ", but must be at least 0 and below 1");
    }
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "epsilon is " + epsilon + ", but must be positive and finite");
    }
  }

  /** Those of timm's {@code RMSpropTF}. */
  public static Rmsprop defaults() {
    return new Rmsprop(0.01, 0, 0.9, 1e-10, 0, Form.TF);
  }

  @Override
  public boolean hasMomentum() {
    return true;
  }

  @Override
  public UpdateRule rule() {
    return new RmspropRule(alpha, epsilon, form);
  }
}
