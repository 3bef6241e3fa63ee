package io.bagoftricks.backends.spi.natives;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mounted file systems, as Linux lists them in {@code /proc/self/mounts}.
 *
 * @param lines in the order of mounting: device, folder, type, options
 */
record Mounts(List<String> lines) {
  private static final Path FILE = Path.of("/proc/self/mounts");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  Mounts {
    lines = List.copyOf(lines);
  }

  /** Those of this process; none where they cannot be read. */
  static Mounts own() {
    try {
      // Names are bytes in any encoding; this one keeps each of them.
      return new Mounts(Files.readAllLines(FILE, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new Mounts(List.of());
    }
  }

  /** Whether nothing in a folder may be executed, libraries included. */
  boolean forbidExecution(Path folder) {
    String path = bytes(folder.toString());
    String options = "";
    int longest = -1;
    for (String line : lines) {
      String[] fields = line.split(" ", -1);
      if (fields.length > 3) {
        String point = unescaped(fields[1]);
        boolean holds = point.equals("/") || path.equals(point) || path.startsWith(point + "/");
        if (holds && point.length() >= longest) {
          longest = point.length();
          options = fields[3];
        }
      }
    }
    return List.of(options.split(",", -1)).contains("noexec");
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Spaces and the like are written as three octal digits. */
  private static String unescaped(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 8))));
  }
}
