package io.bagoftricks.tricks.loss.focalloss;

/**
 * Settings of focal loss.
 *
 * @param gamma how much less an example counts that is right already; not negative, finite
 * @param alpha the factor of balance, from 0 to 1, or -1 for none
 * @param form which probabilities
 * @param sumClasses in the form {@code SIGMOID}, whether the loss of an example is the sum over the
 *     classes instead of their mean
 */
public record FocalLossConfig(double gamma, double alpha, Form form, boolean sumClasses) {
  /** The alpha that balances nothing. */
  static final double NO_ALPHA = -1;

  /** Which probabilities. */
  public enum Form {
    /** Of the softmax: one class is right, {@code -alpha (1 - p)^gamma log p} of that class. */
    SOFTMAX,
    /** Of a sigmoid for each class, alpha for it and 1 - alpha against it; torchvision's. */
    SIGMOID
  }

  /** Checks the ranges. */
  public FocalLossConfig {
    if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gamma must be finite and not negative, not " + gamma);
    }
    if (!((alpha >= 0 && alpha <= 1) || alpha == NO_ALPHA)) {
      throw new IllegalArgumentException("alpha must be from 0 to 1, or -1 for none, not " + alpha);
    }
  }

  /** Gamma 2 and alpha 0.25, on the softmax. */
  public static FocalLossConfig defaults() {
    return new FocalLossConfig(2, 0.25, Form.SOFTMAX, true);
  }
}
