package io.bagoftricks.backends.spi.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

/** Puts a whole file in a place at once: whoever looks sees what was there before, or all of it. */
final class Replacement {
  private Replacement() {}

  /** Writes beside the place, and renames. */
  static void put(Path place, InputStream content, FileTime time) throws IOException {
    Path folder = Files.createDirectories(place.resolveSibling("."));
    Path written = Files.createTempFile(folder, ".unpacking-", ".tmp");
    try {
      Files.copy(content, written, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(written, time);
      Files.move(written, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
