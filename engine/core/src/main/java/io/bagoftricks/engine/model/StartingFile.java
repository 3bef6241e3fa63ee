package io.bagoftricks.engine.model;

import io.bagoftricks.engine.storage.UserPath;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code model.weights} may be. */
final class StartingFile {
  private StartingFile() {}

  /**
   * Checks that it is a path, if it is anything.
   *
   * @throws IllegalArgumentException if it is none
   */
  static void check(Optional<String> weights) {
    weights.ifPresent(
        file -> {
          try {
            Path unused = UserPath.of(file);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("weights is " + e.getMessage(), e);
          }
        });
  }
}
