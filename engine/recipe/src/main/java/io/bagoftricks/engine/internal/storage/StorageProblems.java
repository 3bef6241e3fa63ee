package io.bagoftricks.engine.internal.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/** Failures of the file system in words: its exceptions often name only the path. */
public final class StorageProblems {
  private StorageProblems() {}

  /** The failure in words, with the file where the exception knows it; without a full stop. */
  public static String words(IOException reason) {
    if (reason instanceof FileSystemException known && known.getFile() != null) {
      return words(known, known.getFile());
    }
    if (reason instanceof EOFException && reason.getMessage() == null) {
      return "it ends too early";
    }
    return Objects.requireNonNullElse(reason.getMessage(), reason.toString());
  }

  private static String words(FileSystemException reason, String file) {
    if (reason instanceof NoSuchFileException) {
      return "%s is not there (any more)".formatted(file);
    }
    if (reason instanceof AccessDeniedException) {
      return DeniedAccess.words(Path.of(file));
    }
    if (reason instanceof FileAlreadyExistsException) {
      return "%s is there already, and is not a folder".formatted(file);
    }
    if (reason instanceof NotDirectoryException) {
      return "%s is not a folder".formatted(file);
    }
    if (reason instanceof DirectoryNotEmptyException) {
      return "%s is a folder that is not empty".formatted(file);
    }
    if (reason instanceof FileSystemLoopException) {
      return "%s is a link that leads back to itself".formatted(file);
    }
    return "%s: %s"
        .formatted(
            file, Objects.requireNonNullElse(reason.getReason(), "the file system refuses it"));
  }
}
