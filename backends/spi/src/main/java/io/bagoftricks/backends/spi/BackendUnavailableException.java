package io.bagoftricks.backends.spi;

import org.jspecify.annotations.Nullable;

/** A backend cannot run on this machine. The message says why and what to do. */
public final class BackendUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * With the reason and what to do, but without the backend's name.
   *
   * @param message the reason, and what to do
   * @param cause the failure behind it, if there was one
   */
  public BackendUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
