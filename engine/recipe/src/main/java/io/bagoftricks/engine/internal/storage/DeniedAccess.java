package io.bagoftricks.engine.internal.storage;

import java.nio.file.Files;
import java.nio.file.Path;

/** Which permission it is that a user lacks: the system says only that it denies something. */
final class DeniedAccess {
  private DeniedAccess() {}

  /** The permission that is lacking, with the file. */
  static String words(Path file) {
    Path whole = file.toAbsolutePath();
    for (int depth = 0; depth < whole.getNameCount(); depth++) {
      Path folder = depth == 0 ? whole.getRoot() : whole.getRoot().resolve(whole.subpath(0, depth));
      if (Files.isDirectory(folder) && !Files.isExecutable(folder)) {
        return "%s may not be reached: the permissions of the folder %s do not let this user into it"
            .formatted(file, folder);
      }
    }
    if (Files.exists(file) && !Files.isReadable(file)) {
      return "%s may not be read: its permissions do not let this user read it".formatted(file);
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      return "%s may not be written: its permissions do not let this user write it".formatted(file);
    }
    Path folder = whole.getParent();
    return folder != null && Files.exists(folder) && !Files.isWritable(folder)
        ? "%s may not be written: the permissions of the folder %s do not let this user write into it"
            .formatted(file, folder)
        : "%s is denied to this user by the system".formatted(file);
  }
}
