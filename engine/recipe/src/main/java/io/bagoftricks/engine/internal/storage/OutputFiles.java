package io.bagoftricks.engine.internal.storage;

import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.storage.PendingFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The files that commands write where the user says. A file is whole or as it was before; a folder
 * that is missing is made; a link stays, and what it points to is written; a device or a pipe gets
 * all at once.
 *
 * @param option by which the user named them; empty where their places are fixed
 */
public record OutputFiles(Disk disk, Optional<String> option) {
  /**
   * Writes a file.
   *
   * @throws IOException if it cannot be written, with what to do; what was there is there then
   */
  public void write(Path file, Disk.Content content) throws IOException {
    try (PendingFile pending = begin(file)) {
      content.write(pending.out());
      pending.keep();
    } catch (CannotWriteException e) {
      throw e;
    } catch (IOException e) {
      throw new CannotWriteException(file, option, e);
    }
  }

  /** Writes a text in UTF-8. */
  public void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes. */
  public void write(Path file, byte[] bytes) throws IOException {
    write(file, out -> out.write(bytes));
  }

  /**
   * Begins a file that is written bit by bit.
   *
   * @throws IOException if it cannot be begun, with what to do
   */
  public PendingFile begin(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CannotWriteException(file, option, new IOException("it is a folder"));
    }
    try {
      if (isStream(file)) {
        return PendingFile.stream(disk, file);
      }
      Path target = target(file);
      Path folder = target.getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        disk.createFolders(folder);
      }
      return PendingFile.apart(disk, target);
    } catch (IOException e) {
      throw new CannotWriteException(file, option, e);
    }
  }

  /** Whether a file is a device or a pipe, standard output perhaps, that cannot be replaced. */
  public static boolean isStream(Path file) {
    return Files.exists(file)
        && ((!Files.isRegularFile(file) && !Files.isDirectory(file)) || isDescriptor(file));
  }

  /** Whether a file is what this process's standard output is, under whatever name. */
  public static boolean isStandardOutput(Path file) {
    try {
      return isStream(file) && Files.isSameFile(file, Path.of("/dev/stdout"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a file is one that a process has open: it gets what is written, be it what it may. */
  private static boolean isDescriptor(Path file) {
    if (!Files.isSymbolicLink(file)) {
      return false;
    }
    try {
      Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent()).toRealPath();
      return folder.startsWith("/proc")
          || isDescriptor(folder.resolve(Files.readSymbolicLink(file)));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The file that is written, without a link at its end: where that points to, be there something
   * or not.
   *
   * @throws IOException if a link cannot be read
   */
  public static Path target(Path named) throws IOException {
    Path file = named.toAbsolutePath();
    if (!Files.isSymbolicLink(file)) {
      return file;
    }
    return Files.exists(file)
        ? file.toRealPath()
        : file.resolveSibling(Files.readSymbolicLink(file)).normalize();
  }
}
