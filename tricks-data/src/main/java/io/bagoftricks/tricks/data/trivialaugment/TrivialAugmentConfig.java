package io.bagoftricks.tricks.data.trivialaugment;

/**
 * Settings of TrivialAugment.
 *
 * @param magnitudes how many there are, evenly from none to the largest; from 2 to 1,000
 */
public record TrivialAugmentConfig(int magnitudes) {
  /** Checks the range. */
  public TrivialAugmentConfig {
    if (!(magnitudes >= 2 && magnitudes <= 1000)) {
      throw new IllegalArgumentException("magnitudes must be from 2 to 1,000, not " + magnitudes);
    }
  }

  /** The paper's. */
  public static TrivialAugmentConfig defaults() {
    return new TrivialAugmentConfig(31);
  }
}
