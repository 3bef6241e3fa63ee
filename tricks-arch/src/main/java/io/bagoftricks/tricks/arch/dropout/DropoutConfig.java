package io.bagoftricks.tricks.arch.dropout;

/**
 * Settings of dropout.
 *
 * @param rate the probability that a value is dropped, above 0 and below 1
 */
public record DropoutConfig(double rate) {
  /** Checks the range. */
  public DropoutConfig {
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException("rate must be above 0 and below 1, not " + rate);
    }
  }

  /** The paper's, and torch's. */
  public static DropoutConfig defaults() {
    return new DropoutConfig(0.5);
  }
}
