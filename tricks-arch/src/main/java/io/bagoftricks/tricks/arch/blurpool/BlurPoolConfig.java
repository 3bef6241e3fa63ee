package io.bagoftricks.tricks.arch.blurpool;

/**
 * Settings of blur pooling.
 *
 * @param profile where it blurs
 */
public record BlurPoolConfig(Profile profile) {
  /** Whose networks. */
  public enum Profile {
    /** Strided convolutions of branches and shortcuts, and strided max pooling. */
    PAPER,
    /** The same without shortcuts, as timm's {@code aa_layer}. */
    TIMM
  }

  /** The paper's. */
  public static BlurPoolConfig defaults() {
    return new BlurPoolConfig(Profile.PAPER);
  }
}
