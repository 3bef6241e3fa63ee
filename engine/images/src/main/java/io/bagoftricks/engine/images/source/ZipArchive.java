package io.bagoftricks.engine.images.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A zip file, which is open as long as it is in use. Many threads may read it. */
final class ZipArchive {
  private static final int LEAST = 1 << 16;
  private static final int LARGE = 1 << 24;

  private final Path file;
  private final String name;
  private final ConcurrentLinkedQueue<byte[]> rooms = new ConcurrentLinkedQueue<>();
  private int uses;
  private volatile @Nullable FileSystem inside;

  /**
   * A zip file, which is not opened yet.
   *
   * @param name of the file, for messages
   */
  ZipArchive(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * Begins to use it.
   *
   * @return ends this use
   * @throws IOException if it is not a zip file that can be read; the message is a sentence
   */
  synchronized Closeable use() throws IOException {
    if (uses == 0) {
      inside = opened();
    }
    uses++;
    return new Use();
  }

  /**
   * A path in it.
   *
   * @throws IOException if it is not in use
   */
  Path path(String path) throws IOException {
    FileSystem open = inside;
    if (open == null) {
      throw new IOException("Its zip file, %s, is closed.".formatted(name));
    }
    return open.getPath(path);
  }

  /** An array of at least so many bytes, of any content. */
  byte[] room(int length) {
    byte[] room = rooms.poll();
    return room == null || room.length < length
        ? new byte[length > LARGE ? length : Math.max(LEAST, length * 5 / 4)]
        : room;
  }

  /** Takes an array back that nobody uses any more. */
  void giveBack(byte[] room) {
    if (room.length <= LARGE) {
      rooms.add(room);
    }
  }

  /** The names of its files. */
  List<String> files() throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private FileSystem opened() throws IOException {
    try {
      Files.newInputStream(file).close(); // which says who may not read it; a ZipFile does not
      checkNames();
      return FileSystems.newFileSystem(file);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (ProviderNotFoundException | IOException e) {
      throw new IOException(
          "data.root is '%s', and %s is a file, but not a zip file that can be read (%s). Name a folder, a zip or tar file of one, or a table (.csv, .tsv) of files and labels."
              .formatted(name, file, e.getMessage()),
          e);
    }
  }

  /** A file system of names without end takes all memory. */
  private void checkNames() throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String refusal = EntryName.refusal(entry.getName());
        if (!refusal.isEmpty()) {
          throw new IOException(EntryName.shown(entry.getName()) + ": " + refusal);
        }
      }
    }
  }

  private final class Use implements Closeable {
    private boolean ended;

    @Override
    public void close() throws IOException {
      synchronized (ZipArchive.this) {
        FileSystem open = inside;
        if (!ended && --uses == 0 && open != null) {
          inside = null;
          rooms.clear();
          open.close();
        }
        ended = true;
      }
    }
  }
}
