package io.bagoftricks.backends.spi;

/** How a backward pass treats the gradients that are there. */
public enum Accumulate {
  /** Replaces them. */
  OVERWRITE,
  /** Adds to them. */
  ADD
}
