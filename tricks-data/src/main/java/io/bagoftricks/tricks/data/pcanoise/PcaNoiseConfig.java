package io.bagoftricks.tricks.data.pcanoise;

/**
 * Settings of PCA noise.
 *
 * @param standardDeviation of the coefficient of each component, finite and at least 0
 */
public record PcaNoiseConfig(double standardDeviation) {
  /** Checks the range. */
  public PcaNoiseConfig {
    if (!(standardDeviation >= 0 && standardDeviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "standardDeviation must be finite and at least 0, not " + standardDeviation);
    }
  }

  /** The paper's. */
  public static PcaNoiseConfig defaults() {
    return new PcaNoiseConfig(0.1);
  }
}
