package io.bagoftricks.engine.train;

/** Training has no result: the network has diverged, or has learned nothing. */
public class NoResultException extends TrainingException {
  private static final long serialVersionUID = 1L;

  /** With where, what and what to do. */
  public NoResultException(String message) {
    super(message);
  }

  /** With what was the reason. */
  public NoResultException(String message, Throwable cause) {
    super(message, cause);
  }
}
