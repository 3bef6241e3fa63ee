package io.bagoftricks.api.data;

/**
 * A part of a data set. A later version will add one for validation: a {@code switch} needs a
 * default.
 *
 * @since 0.1
 */
public enum Split {
  /** To learn from. */
  TRAIN,
  /** To be judged by. */
  TEST
}
