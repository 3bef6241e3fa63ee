package io.bagoftricks.api;

/**
 * Where a trick belongs in an overview.
 *
 * @since 0.1
 */
public enum Family {
  /** How parameters start. */
  INITIALIZATION,
  /** Rates, schedules, decay, gradients, weights. */
  OPTIMIZATION,
  /** Targets and loss terms. */
  LOSS,
  /** Images and batches. */
  DATA,
  /** The network's structure. */
  ARCHITECTURE
}
