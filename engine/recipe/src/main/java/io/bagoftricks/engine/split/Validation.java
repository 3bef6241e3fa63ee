package io.bagoftricks.engine.split;

import io.bagoftricks.api.data.Split;
import java.util.Locale;
import java.util.Optional;

/** The images that a run is evaluated on while it trains, as a recipe names them. */
public sealed interface Validation {
  /** A split of the data. */
  enum Part implements Validation {
    /** The data's own validation split. */
    VALIDATION(Split.VALIDATION),
    /** The test split: what is chosen by it flatters the result. */
    TEST(Split.TEST);

    private final Split split;

    Part(Split split) {
      this.split = split;
    }

    /** The split of that name. */
    public Split split() {
      return split;
    }
  }

  /**
   * A part of the train split, which the run does not learn from: of each class the same share.
   *
   * @param share of the images, above 0 and below 1
   * @param seed of the draw, which is apart from the run's: runs with other seeds validate on the
   *     same images
   */
  record Share(double share, long seed) implements Validation {
    private static final double TENTH = 0.1;

    /** Checks the range. */
    public Share {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "share is %s, but must be above 0 and below 1", share));
      }
    }

    /** A tenth of the images. */
    public static Share defaults() {
      return new Share(TENTH, 0);
    }

    /**
     * A tenth, or the least share of four digits that has an image of each class and leaves one;
     * empty where none has.
     */
    public static Optional<Double> fitting(long images, long classes) {
      return images < 2 || 2 * classes > images
          ? Optional.empty()
          : Optional.of(Math.max(TENTH, Math.ceil(1e4 * classes / images) / 1e4));
    }

    /** How many of so many images, rounded; half an image is a whole one. */
    public long of(long images) {
      return Math.round(share * images);
    }
  }
}
