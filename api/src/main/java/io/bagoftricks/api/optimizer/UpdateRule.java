package io.bagoftricks.api.optimizer;

/**
 * The formula of an optimizer: one that every backend computes in its own way, fastest, or a {@link
 * CustomRule}. {@code g' = g + decay * w} unless said otherwise; {@code lr} is the group's rate in
 * this step, {@code mu} the momentum.
 *
 * @since 0.1
 */
public sealed interface UpdateRule
    permits CustomRule, UpdateRule.AdamW, UpdateRule.Nag, UpdateRule.Sgd {
  /** {@return the number of arrays of optimizer state per parameter; the same at every call} */
  int stateArrays();

  /** {@code v = mu * v + g'; w -= lr * v} (PyTorch's SGD; without momentum {@code v = g'}). */
  record Sgd() implements UpdateRule {
    @Override
    public int stateArrays() {
      return 1;
    }
  }

  /**
   * Nesterov's accelerated gradient.
   *
   * @param form of the formula
   */
  record Nag(Form form) implements UpdateRule {
    /** Two forms that agree while the rate is constant, and differ when it changes. */
    public enum Form {
      /** {@code v = mu * v + g'; w -= lr * (g' + mu * v)}: MXNet until 1.5, PyTorch. */
      PAPER,
      /** {@code v = mu * v - lr * g'; w += mu * v - lr * g'}: MXNet from 1.6, ND4J. */
      MXNET
    }

    @Override
    public int stateArrays() {
      return 1;
    }
  }

  /**
   * PyTorch's AdamW: {@code w -= lr * decay * w; m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w
   * -= lr / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + epsilon)}, t counting from 1. Momentum is not
   * used.
   *
   * @param beta1 how much of the mean of the gradients is kept, at least 0 and below 1
   * @param beta2 how much of the mean of their squares is kept, at least 0 and below 1
   * @param epsilon added to the root of the second mean, not negative
   */
  record AdamW(double beta1, double beta2, double epsilon) implements UpdateRule {
    /**
     * Checks the ranges.
     *
     * @param beta1 how much of the mean of the gradients is kept, at least 0 and below 1
     * @param beta2 how much of the mean of their squares is kept, at least 0 and below 1
     * @param epsilon added to the root of the second mean, not negative
     */
    public AdamW {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon >= 0)) {
        throw new IllegalArgumentException(
            "betas lie in [0, 1), epsilon is not negative: %s, %s, %s"
                .formatted(beta1, beta2, epsilon));
      }
    }

    @Override
    public int stateArrays() {
      return 2;
    }
  }
}
