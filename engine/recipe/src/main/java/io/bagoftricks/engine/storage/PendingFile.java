package io.bagoftricks.engine.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Objects;

/**
 * A file that is being written beside the one whose place it is to take. Until it is kept that one
 * is as it was; one that is closed without having been kept leaves nothing.
 */
public final class PendingFile implements AutoCloseable {
  private static final SecureRandom NAMES = new SecureRandom();

  /**
   * Characters of a name in the name beside it: names end at 255 bytes, and a character takes up to
   * 4.
   */
  private static final int SHOWN = 40;

  private final Disk disk;
  private final Path file;
  private final Path next;
  private final OutputStream out;
  private boolean kept;

  private PendingFile(Disk disk, Path file, Path next) throws IOException {
    this.disk = disk;
    this.file = file;
    this.next = next;
    this.out = disk.create(next);
  }

  /**
   * Of a file in a folder that is there and that one process writes. What a process has left that
   * was killed is written over.
   */
  static PendingFile beside(Disk disk, Path file) throws IOException {
    return new PendingFile(disk, file, file.resolveSibling("." + file.getFileName() + ".new"));
  }

  /**
   * Of a file in a folder that is there, apart from all that others write, to that file too. It may
   * have the longest name that the file system takes.
   */
  public static PendingFile apart(Disk disk, Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    String start = name.substring(0, name.offsetByCodePoints(0, shownOf(name)));
    return new PendingFile(
        disk,
        file,
        file.resolveSibling(String.format(Locale.ROOT, ".%s.%016x.new", start, NAMES.nextLong())));
  }

  private static int shownOf(String name) {
    return Math.min(SHOWN, name.codePointCount(0, name.length()));
  }

  /** Of a device or a pipe, which nothing can take the place of: all goes there at once. */
  public static PendingFile stream(Disk disk, Path device) throws IOException {
    return new PendingFile(disk, device, device);
  }

  /** Takes what the file is to hold. */
  public OutputStream out() {
    return out;
  }

  /**
   * Puts the file in its place, with all that was written, on the device.
   *
   * @throws IOException if something could not be written; the place has what it had then
   */
  public void keep() throws IOException {
    out.close();
    if (!next.equals(file)) {
      disk.force(next);
      disk.move(next, file);
      kept = true;
      forceFolder();
    }
    kept = true;
  }

  private void forceFolder() throws IOException {
    try {
      disk.force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    } catch (AccessDeniedException e) {
      // Who may write into a folder, but not read it, cannot force it. The file is in its place.
    }
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      try {
        out.close();
      } finally {
        if (!next.equals(file)) {
          disk.delete(next);
        }
      }
    }
  }
}
