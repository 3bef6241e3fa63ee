package io.bagoftricks.tricks.data.hsbjitter;

/**
 * Settings of the jitter of colors.
 *
 * @param strength factors are drawn evenly from 1 - strength to 1 + strength; from 0 to 1
 * @param profile what is scaled
 */
public record HsbJitterConfig(double strength, Profile profile) {
  /** Whose definition. */
  public enum Profile {
    /** Hue, saturation and brightness, at once. */
    PAPER,
    /** Brightness, contrast and saturation, in random order. */
    GLUONCV
  }

  /** Checks the range. */
  public HsbJitterConfig {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength must be from 0 to 1, not " + strength);
    }
  }

  /** The paper's: factors from 0.6 to 1.4. */
  public static HsbJitterConfig defaults() {
    return new HsbJitterConfig(0.4, Profile.PAPER);
  }
}
