package io.bagoftricks.product.selectivebackprop;

/**
 * Settings of selective backprop.
 *
 * @param keep the share of the examples that the step is of, above 0 to 1
 */
public record SelectiveBackpropConfig(double keep) {
  /** Checks the range. */
  public SelectiveBackpropConfig {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("keep must be above 0 and at most 1, not " + keep);
    }
  }

  /** Half, as in Composer. */
  public static SelectiveBackpropConfig defaults() {
    return new SelectiveBackpropConfig(0.5);
  }
}
