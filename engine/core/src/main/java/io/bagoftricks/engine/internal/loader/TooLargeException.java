package io.bagoftricks.engine.internal.loader;

import java.io.IOException;

/** An image cannot be prepared as its draws want it: it would fill the Java heap. */
final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An image that is too large; the message is a sentence. */
  TooLargeException(String message) {
    super(message);
  }
}
