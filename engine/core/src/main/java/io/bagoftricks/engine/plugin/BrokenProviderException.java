package io.bagoftricks.engine.plugin;

/** A provider cannot be used; the message continues a sentence that starts with its class. */
final class BrokenProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenProviderException(String reason) {
    super(reason);
  }

  BrokenProviderException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
