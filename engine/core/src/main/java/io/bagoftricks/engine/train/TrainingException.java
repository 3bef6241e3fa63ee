package io.bagoftricks.engine.train;

/** Training cannot go on. The message says where, what and what to do. */
public class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With where, what and what to do. */
  public TrainingException(String message) {
    super(message);
  }

  /** With what was the reason. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
