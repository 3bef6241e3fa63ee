package io.bagoftricks.engine.internal.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in the folder that the system has for temporary ones. */
public final class TemporaryFile {
  private TemporaryFile() {}

  /**
   * Writes a text into a new one, which stays.
   *
   * @param name the beginning of its name
   * @throws IOException if it cannot be written
   */
  public static Path write(String name, String text) throws IOException {
    return Files.writeString(Files.createTempFile(name, ".txt"), text);
  }
}
