package io.bagoftricks.engine.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Failures of the file system in words: its exceptions often name only the path. */
public final class StorageProblems {
  private StorageProblems() {}

  /** The failure in words, with the file. */
  public static String words(IOException reason) {
    if (reason instanceof NoSuchFileException gone) {
      return "%s is not there (any more)".formatted(gone.getFile());
    }
    if (reason instanceof AccessDeniedException denied) {
      return "%s may not be written".formatted(denied.getFile());
    }
    if (reason instanceof FileAlreadyExistsException taken) {
      return "%s is there already, and is not a folder".formatted(taken.getFile());
    }
    if (reason instanceof FileSystemException other && other.getReason() != null) {
      return "%s: %s".formatted(other.getFile(), other.getReason());
    }
    return Objects.requireNonNullElse(reason.getMessage(), reason.toString());
  }
}
