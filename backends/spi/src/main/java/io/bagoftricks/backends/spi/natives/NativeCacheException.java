package io.bagoftricks.backends.spi.natives;

/** Native libraries have no folder to be unpacked into. The message says why and what to do. */
public final class NativeCacheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the stable id in brackets, each folder with its reason, and the remedy. */
  NativeCacheException(String message) {
    super(message);
  }
}
