package io.bagoftricks.engine.images;

import java.io.IOException;

/** The bytes of an image cannot be had. */
public final class UnreadableImageException extends IOException {
  private static final long serialVersionUID = 1;

  private final String file;

  UnreadableImageException(String file, IOException cause) {
    super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    this.file = file;
  }

  /** Where the image lies, for messages. */
  public String file() {
    return file;
  }
}
