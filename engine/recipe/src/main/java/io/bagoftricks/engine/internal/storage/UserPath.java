package io.bagoftricks.engine.internal.storage;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Paths as users write them where no shell has read them before: in recipes, and behind {@code
 * --output=}. A leading {@code ~} is the user's home, {@code file:///data} is {@code /data}.
 */
public final class UserPath {
  private static final String FILE = "file:";
  private static final String THIS_HOST = "file://localhost/";

  /** A scheme, as that of {@code https://} or {@code s3://}. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");

  private UserPath() {}

  /**
   * The path that a text means.
   *
   * @throws IllegalArgumentException if it is none; the message is the text, and the reason
   */
  public static Path of(String text) {
    if (text.isEmpty()) { // as of a variable of the shell that is not set
      throw new IllegalArgumentException(
          "'', which is empty. Write a path, or . for the working directory");
    }
    if (text.startsWith(THIS_HOST)) {
      return ofUri(text, FILE + "///" + text.substring(THIS_HOST.length()));
    }
    if (text.startsWith(FILE)) {
      return ofUri(text, text);
    }
    if (ADDRESS.matcher(text).lookingAt()) {
      throw new IllegalArgumentException(
          "'%s', which is an address, and files are read from this machine only. Download what is there, and write its path"
              .formatted(text));
    }
    if (!text.equals("~") && !text.startsWith("~/")) {
      return path(text);
    }
    String home = System.getProperty("user.home", "");
    if (!Path.of(home).isAbsolute()) {
      throw new IllegalArgumentException(
          "'%s', but this user has no home. Write the path in full".formatted(text));
    }
    return path(home + text.substring(1));
  }

  private static Path ofUri(String text, String uri) {
    try {
      return Path.of(URI.create(uri));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IllegalArgumentException(
          "'%s', which is not an address of a file here. Write file:///folder/name, or the path alone"
              .formatted(text),
          e);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'%s', which is not a path here: %s".formatted(text, e.getReason()), e);
    }
  }
}
