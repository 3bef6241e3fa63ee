package io.bagoftricks.api.data;

/**
 * A split of a data set. A source has those that its data have; {@link DataFacts} says of which
 * there are images.
 *
 * @since 0.1
 */
public enum Split {
  /** To learn from. */
  TRAIN,
  /** To choose by: the best epoch, settings, the moment to stop. */
  VALIDATION,
  /** To be judged by, once, at the end. */
  TEST
}
