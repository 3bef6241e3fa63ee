package io.bagoftricks.engine.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files of this machine. */
final class LocalDisk implements Disk {
  private static final int BUFFER = 1 << 16;

  /** The words of EINVAL, ENOTSUP, EBADF and ENOSYS. */
  private static final Set<String> NO_FORCING =
      Set.of(
          "Invalid argument",
          "Operation not supported",
          "Bad file descriptor",
          "Function not implemented");

  @Override
  public void createFolders(Path folder) throws IOException {
    // Before Java 17.0.14 createDirectories refuses a link to a folder (JDK-8294193).
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  @Override
  public OutputStream create(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
  }

  @Override
  public OutputStream append(Path file) throws IOException {
    return new BufferedOutputStream(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), BUFFER);
  }

  /**
   * Linux forces the entries of a folder through a channel that is open for reading. Some file
   * systems (shared folders of virtual machines, some of networks) have no such thing for folders:
   * there they are as safe as that system keeps them.
   */
  @Override
  public void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      if (!Files.isDirectory(path) || !NO_FORCING.contains(String.valueOf(e.getMessage()))) {
        throw e;
      }
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.deleteIfExists(path);
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
