package io.bagoftricks.tricks.optim.lookahead;

/**
 * Settings of lookahead.
 *
 * @param k how many steps the trained weights go ahead, at least 1
 * @param alpha how far the slow weights follow them, above 0 and at most 1
 * @param profile where the slow weights begin
 */
public record LookaheadConfig(int k, double alpha, Profile profile) {
  /** Whose definition. */
  public enum Profile {
    /** The slow weights begin where the run begins. */
    PAPER,
    /**
     * They begin as a copy at the first time that they would follow: step k, or the end of the
     * first epoch. They follow at the end of each epoch too.
     */
    TIMM
  }

  /** Checks the ranges. */
  public LookaheadConfig {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be above 0 and at most 1, not " + alpha);
    }
  }

  /** The paper's: every 5 steps, half the way. */
  public static LookaheadConfig defaults() {
    return new LookaheadConfig(5, 0.5, Profile.PAPER);
  }
}
