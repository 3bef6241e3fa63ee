package io.bagoftricks.engine.cli.internal.invocation;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The least of what a command leaves, and the last that it does. Java draws letters with the
 * system's fonts and libraries for them, which containers often lack.
 */
public final class Picture {
  /** Draws into a file. */
  public interface Drawing {
    void draw() throws IOException;
  }

  private static final Pattern FONTS = Pattern.compile("sun\\.(font|awt)\\.");

  private Picture() {}

  /**
   * Draws, or warns that there is no picture.
   *
   * @return whether there is one
   * @throws IOException if the file cannot be written
   */
  public static boolean draw(Path file, Drawing drawing, PrintWriter messages) throws IOException {
    try {
      drawing.draw();
      return true;
    } catch (RuntimeException | LinkageError | InternalError e) {
      messages.printf(
          "warning: [picture/not-drawn] '%s' is missing: Java could not draw it (%s).%s Everything"
              + " else is there.%n",
          file,
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(),
          isOfFonts(e)
              ? " It needs fonts and libraries for them (Debian: apt install fontconfig"
                  + " fonts-dejavu-core libfreetype6)."
              : "");
      return false;
    }
  }

  /** Libraries that are missing fail to link; other faults of fonts come out of Java's own code. */
  private static boolean isOfFonts(Throwable failure) {
    return failure instanceof LinkageError
        || Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
            .anyMatch(frame -> FONTS.matcher(frame.getClassName()).lookingAt());
  }
}
