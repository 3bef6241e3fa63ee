package io.bagoftricks.engine.internal.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that the user has named cannot be written. */
public final class CannotWriteException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Of a file.
   *
   * @param option by which the user named it; empty where the program did
   */
  public CannotWriteException(Path file, Optional<String> option, IOException reason) {
    super(
        "[output/cannot-write] %s could not be written: %s. The previous file, if any, is unchanged. %s"
            .formatted(
                file,
                StorageProblems.words(reason),
                option
                    .map("Name another with %s, or fix the cause and try again."::formatted)
                    .orElse("Fix the cause and try again.")),
        reason);
  }
}
