package io.bagoftricks.tricks.optim.gradientclip;

/**
 * Settings of gradient clipping.
 *
 * @param maxNorm the largest norm that is left as it is, positive
 * @param type whose norm
 */
public record GradientClipConfig(double maxNorm, Type type) {
  /** Whose norm is limited. */
  public enum Type {
    /** The Euclidean norm of all gradients together; their direction stays. */
    NORM,
    /** The magnitude of each element. */
    VALUE
  }

  /** Checks the range. */
  public GradientClipConfig {
    if (!(maxNorm > 0 && maxNorm < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("maxNorm must be positive and finite, not " + maxNorm);
    }
  }

  /** A norm of 1 over all gradients. */
  public static GradientClipConfig defaults() {
    return new GradientClipConfig(1.0, Type.NORM);
  }
}
