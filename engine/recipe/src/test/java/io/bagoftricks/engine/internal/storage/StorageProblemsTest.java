package io.bagoftricks.engine.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever runs the tests as root may read and write everywhere: some are skipped then. */
final class StorageProblemsTest {
  @TempDir private Path folder;
  private Path inner;
  private Path file;

  @BeforeEach
  void create() throws IOException {
    inner = Files.createDirectory(folder.resolve("inner"));
    file = Files.createFile(inner.resolve("file"));
  }

  @AfterEach
  void allow() throws IOException {
    set(inner, "rwx------");
  }

  @Test
  void namesTheFaultWhereTheFileSystemNamesTheFile() {
    assertThat(StorageProblems.words(new NotDirectoryException("a")))
        .isEqualTo("a is not a folder");
    assertThat(StorageProblems.words(new DirectoryNotEmptyException("a")))
        .isEqualTo("a is a folder that is not empty");
    assertThat(StorageProblems.words(new FileSystemLoopException("a")))
        .isEqualTo("a is a link that leads back to itself");
    assertThat(StorageProblems.words(new FileSystemException("a", null, "Stale file handle")))
        .isEqualTo("a: Stale file handle");
    assertThat(StorageProblems.words(new FileSystemException("a")))
        .isEqualTo("a: the file system refuses it");
    assertThat(StorageProblems.words(new EOFException())).isEqualTo("it ends too early");
  }

  /** As with a network's file system, or /proc. */
  @Test
  void saysThatItIsDeniedWhereNoPermissionTellsWhy() {
    assertThat(denied(file)).isEqualTo(file + " is denied to this user by the system");
  }

  @Test
  void saysThatAFileMayNotBeRead() throws IOException {
    set(file, "-w-------");
    assumeFalse(Files.isReadable(file));

    assertThat(denied(file))
        .isEqualTo(file + " may not be read: its permissions do not let this user read it");
  }

  @Test
  void saysThatAFileMayNotBeWritten() throws IOException {
    set(file, "r--------");
    assumeFalse(Files.isWritable(file));

    assertThat(denied(file))
        .isEqualTo(file + " may not be written: its permissions do not let this user write it");
  }

  @Test
  void saysThatAFolderMayNotBeWrittenInto() throws IOException {
    set(inner, "r-x------");
    assumeFalse(Files.isWritable(inner));

    assertThat(denied(inner.resolve("new")))
        .isEqualTo(
            "%s may not be written: the permissions of the folder %s do not let this user write into it"
                .formatted(inner.resolve("new"), inner));
  }

  @Test
  void namesTheFolderThatKeepsAFileFromBeingReached() throws IOException {
    set(inner, "rw-------");
    assumeFalse(Files.isExecutable(inner));

    assertThat(denied(file))
        .isEqualTo(
            "%s may not be reached: the permissions of the folder %s do not let this user into it"
                .formatted(file, inner));
  }

  private static String denied(Path file) {
    return StorageProblems.words(new AccessDeniedException(file.toString()));
  }

  private static void set(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
