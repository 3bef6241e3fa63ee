package io.bagoftricks.engine.images;

import io.bagoftricks.engine.internal.storage.StorageProblems;
import java.io.IOException;

/** The bytes of an image cannot be had. */
public final class UnreadableImageException extends IOException {
  private static final long serialVersionUID = 1;

  private final String file;

  public UnreadableImageException(String file, IOException cause) {
    super(StorageProblems.words(cause), cause);
    this.file = file;
  }

  /** Where the image lies, for messages. */
  public String file() {
    return file;
  }
}
