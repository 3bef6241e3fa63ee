package io.bagoftricks.backends.spi;

/** The use of a plan: training or evaluation. */
public enum Phase {
  /** Batch statistics normalize and move the running ones; backward may follow. */
  TRAINING,
  /** Running statistics normalize; nothing is kept for backward. */
  EVALUATION
}
