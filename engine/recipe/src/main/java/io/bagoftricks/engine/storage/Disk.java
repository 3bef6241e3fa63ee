package io.bagoftricks.engine.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The few acts by which a run changes files that it needs: recipe, manifest, checkpoints, weights,
 * result and tables go through one disk, so that a test can refuse an act, or end the process in
 * it. What only tells about a run, such as event files and traces, may go past it.
 */
public interface Disk {
  /** The contents of a file to be written. */
  interface Content {
    /** Writes all of it; the stream is closed by whoever gave it. */
    void write(OutputStream out) throws IOException;
  }

  /** Creates a folder and those above it. */
  void createFolders(Path folder) throws IOException;

  /** Opens a new file, or an old one emptied. */
  OutputStream create(Path file) throws IOException;

  /** Opens a file behind its end; a new one if there is none. */
  OutputStream append(Path file) throws IOException;

  /** Waits until a file, or the entries of a folder, are on the device. */
  void force(Path path) throws IOException;

  /** Renames, at once or not at all; a file that has the new name is replaced. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file, or a folder and all in it, if it is there. */
  void delete(Path path) throws IOException;

  /** Makes a file hold a text, whole and on the device; until then it holds what it held. */
  default void replace(Path file, String text) throws IOException {
    replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Makes a file hold what is written, whole and on the device; until then it holds what it held,
   * and so it does where writing fails.
   *
   * @throws IOException if it cannot be written; nothing is left beside it then
   */
  default void replace(Path file, Content content) throws IOException {
    try (PendingFile pending = PendingFile.beside(this, file)) {
      content.write(pending.out());
      pending.keep();
    }
  }

  /** The disk of this machine. */
  static Disk local() {
    return new LocalDisk();
  }
}
