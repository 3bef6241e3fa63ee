package io.bagoftricks.engine.internal.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that only one process can have made. */
public final class NewFolder {
  private NewFolder() {}

  /**
   * Creates a folder, and those above it.
   *
   * @return whether it was created: false if there is something of that name
   * @throws IOException if it cannot be created
   */
  public static boolean create(Path folder) throws IOException {
    Path above = folder.toAbsolutePath().getParent();
    if (above != null && !Files.isDirectory(above)) {
      Files.createDirectories(above);
    }
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
