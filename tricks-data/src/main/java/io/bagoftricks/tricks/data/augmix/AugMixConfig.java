package io.bagoftricks.tricks.data.augmix;

/**
 * Settings of AugMix.
 *
 * @param severity operations have magnitudes from 0.1 to this, of 10; from 0.1 to 10
 * @param width chains of operations, from 1 to 20
 * @param depth operations of a chain, from 1 to 20; 0 draws 1, 2 or 3 for each chain
 * @param alpha of the distributions of the weights, positive
 * @param allOperations whether brightness, color, contrast and sharpness are among the operations
 */
public record AugMixConfig(
    double severity, int width, int depth, double alpha, boolean allOperations) {
  static final double LEAST_SEVERITY = 0.1;

  /** Checks the ranges. */
  public AugMixConfig {
    if (!(severity >= LEAST_SEVERITY && severity <= 10)) {
      throw new IllegalArgumentException("severity must be from 0.1 to 10, not " + severity);
    }
    if (!(width >= 1 && width <= 20)) {
      throw new IllegalArgumentException("width must be from 1 to 20, not " + width);
    }
    if (!(depth >= 0 && depth <= 20)) {
      throw new IllegalArgumentException("depth must be from 0 to 20, not " + depth);
    }
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("alpha must be positive and finite, not " + alpha);
    }
  }

  /**
   * Those of the authors' {@code cifar.py}: three chains of one to three operations of severity up
   * to 3. Their {@code imagenet.py} has a severity of 1.
   */
  public static AugMixConfig defaults() {
    return new AugMixConfig(3, 3, 0, 1, false);
  }
}
