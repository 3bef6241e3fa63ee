package io.bagoftricks.engine.split;

import io.bagoftricks.api.data.Split;
import java.util.Locale;

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

    /** How many of so many images, rounded; half an image is a whole one. */
    public long of(long images) {
      return Math.round(share * images);
    }
  }
}
