package io.bagoftricks.tricks.data.pcanoise;

/**
 * Settings of PCA noise.
 *
 * @param standardDeviation of the coefficient of each component, from 0 to 1e6
 */
public record PcaNoiseConfig(double standardDeviation) {
  /** Checks the range. */
  public PcaNoiseConfig {
    if (!(standardDeviation >= 0 && standardDeviation <= 1e6)) {
      throw new IllegalArgumentException(
          "standardDeviation must be from 0 to 1e6, not " + standardDeviation);
    }
  }

  /** The paper's. */
  public static PcaNoiseConfig defaults() {
    return new PcaNoiseConfig(0.1);
  }
}
