package io.bagoftricks.engine.data;

/** A part of a data set. */
public enum Split {
  /** To learn from. */
  TRAIN,
  /** To be judged by. */
  TEST
}
