package io.bagoftricks.engine.images.source;

import java.io.IOException;

/** No file has a name that a pattern allows. */
final class NoShardsException extends IOException {
  private static final long serialVersionUID = 1L;

  NoShardsException(String message) {
    super(message);
  }
}
