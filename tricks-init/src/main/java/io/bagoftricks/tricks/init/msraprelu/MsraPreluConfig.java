package io.bagoftricks.tricks.init.msraprelu;

/**
 * Settings of MXNet's MSRAPrelu.
 *
 * @param factorType what divides the variance
 * @param slope of the rectifier on its negative side, -1e6 to 1e6
 */
public record MsraPreluConfig(FactorType factorType, double slope) {
  /** MXNet's {@code factor_type}. */
  public enum FactorType {
    /** The mean of both fans. */
    AVG,
    /** The fan in: input channels x kernel area. */
    IN,
    /** The fan out: output channels x kernel area. */
    OUT
  }

  /** Checks the range. */
  public MsraPreluConfig {
    if (!(Math.abs(slope) <= 1e6)) {
      throw new IllegalArgumentException("slope must be between -1e6 and 1e6, not " + slope);
    }
  }

  /** MXNet's. */
  public static MsraPreluConfig defaults() {
    return new MsraPreluConfig(FactorType.AVG, 0.25);
  }
}
