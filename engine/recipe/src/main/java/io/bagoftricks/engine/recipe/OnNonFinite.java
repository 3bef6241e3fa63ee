package io.bagoftricks.engine.recipe;

/** What a run does when its loss, or its weights, are no longer finite. */
public enum OnNonFinite {
  /** Ends, and says where the value came from. */
  STOP,
  /** Leaves the update out and goes on, up to a hundred times in a row. */
  SKIP,
  /** Goes back to the last checkpoint and on with half the rate, up to three times. */
  ROLLBACK
}
