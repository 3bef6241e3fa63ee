package io.bagoftricks.engine.recipe;

/** The reaction of a run to a loss, or weights, that are no longer finite. */
public enum OnNonFinite {
  /** Ends, and says where the value came from. */
  STOP,
  /** Leaves the step out and goes on, up to a hundred times in a row. */
  SKIP,
  /** Goes back to the last checkpoint and on with half the rate, up to three times. */
  ROLLBACK
}
