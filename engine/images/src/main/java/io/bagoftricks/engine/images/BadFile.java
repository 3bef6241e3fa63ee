package io.bagoftricks.engine.images;

import java.nio.file.Path;

/**
 * A file that is not an image that can be read.
 *
 * @param reason a sentence
 */
public record BadFile(Path file, String reason) {
  @Override
  public String toString() {
    return file + ": " + reason;
  }
}
