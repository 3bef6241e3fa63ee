package io.bagoftricks.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * The least of what a command leaves, and the last that it does. Java draws letters with the
 * system's fonts and libraries for them, which containers often lack.
 */
final class Picture {
  /** Draws into a file. */
  interface Drawing {
    void draw() throws IOException;
  }

  private Picture() {}

  /**
   * Draws, or warns that there is no picture.
   *
   * @throws IOException if the file cannot be written
   */
  static void draw(Path file, Drawing drawing, PrintWriter messages) throws IOException {
    try {
      drawing.draw();
    } catch (RuntimeException | LinkageError | InternalError e) {
      messages.printf(
          "warning: [picture/not-drawn] '%s' is missing: Java could not draw it (%s). It needs"
              + " fonts and libraries for them (Debian: apt install fontconfig fonts-dejavu-core"
              + " libfreetype6). Everything else is there.%n",
          file, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }
}
