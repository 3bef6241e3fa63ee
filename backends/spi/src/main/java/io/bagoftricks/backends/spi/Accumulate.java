package io.bagoftricks.backends.spi;

/** What backward does with the gradients that are there. */
public enum Accumulate {
  /** Replaces them. */
  OVERWRITE,
  /** Adds to them. */
  ADD
}
