package io.bagoftricks.engine.images.source;

/**
 * A file that is not an image that can be read.
 *
 * @param file where it lies
 * @param reason a sentence
 */
public record BadFile(String file, String reason) {
  @Override
  public String toString() {
    return file + ": " + reason;
  }
}
