package io.bagoftricks.engine.internal.storage;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** A path in a command that a message gives, so that a shell reads it as one word. */
public final class ShellWord {
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}_./:@%+=,][\\p{L}\\p{N}_./:@%+=,-]*");

  private ShellWord() {}

  /** The path, in quotes where it needs them. */
  public static String of(Path path) {
    String word = path.toString();
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
