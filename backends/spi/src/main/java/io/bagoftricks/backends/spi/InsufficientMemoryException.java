package io.bagoftricks.backends.spi;

/** A plan needs more memory than there is. The message says how much, and what would fit. */
public final class InsufficientMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * With the plan's estimate, what is free, and the micro-batch that would fit.
   *
   * @param message the plan's estimate, what is free, and the micro-batch that would fit
   */
  public InsufficientMemoryException(String message) {
    super(message);
  }
}
