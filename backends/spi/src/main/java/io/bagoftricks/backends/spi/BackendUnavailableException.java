package io.bagoftricks.backends.spi;

/** A backend cannot run on this machine. The message says why and what to do. */
public final class BackendUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason and what to do. */
  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
