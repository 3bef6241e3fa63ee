package io.bagoftricks.engine.internal.storage;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else is working in a folder. */
public final class FolderLockedException extends IOException {
  private static final long serialVersionUID = 1;

  FolderLockedException(Path folder, String process) {
    super(
        "[run/folder-locked] Another process (%s) is working in %s. Wait for it or stop it, then try again; nothing was changed."
            .formatted(process, folder));
  }
}
