package io.bagoftricks.engine.storage;

import java.io.IOException;
import java.nio.file.Path;

/** A file that the user has named cannot be written. */
public final class CannotWriteException extends IOException {
  private static final long serialVersionUID = 1;

  CannotWriteException(Path file, IOException reason) {
    super(
        "[output/cannot-write] %s could not be written: %s. The previous file, if any, is unchanged. Name another with --output, or fix the cause and try again."
            .formatted(file, StorageProblems.words(reason)),
        reason);
  }
}
