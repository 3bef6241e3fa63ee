package io.bagoftricks.engine.recipe;

import io.bagoftricks.api.TrainingTime;
import java.util.Optional;

/**
 * When a trick of a recipe acts; it knows nothing of it.
 *
 * @param from the first step; from the beginning where there is none
 * @param until the first step after the last; to the end where there is none
 * @param every of the steps from the first on, only one in so many
 * @param oneOf a name that it shares with other tricks, of which one acts at a time, by a draw
 * @param oneOfWeight how often it is drawn in proportion to the others of its group, positive
 */
public record TrickWindow(
    Optional<TrainingTime> from,
    Optional<TrainingTime> until,
    Optional<TrainingTime> every,
    Optional<String> oneOf,
    double oneOfWeight) {
  /** The whole training. */
  public static final TrickWindow ALWAYS =
      new TrickWindow(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1);

  /** Whether times limit it. */
  public boolean hasTimes() {
    return from.isPresent() || until.isPresent() || every.isPresent();
  }
}
