package io.bagoftricks.backends.spi;

/** What a plan is for. */
public enum Phase {
  /** Batch statistics normalize and move the running ones; backward may follow. */
  TRAINING,
  /** Running statistics normalize; nothing is kept for backward. */
  EVALUATION
}
