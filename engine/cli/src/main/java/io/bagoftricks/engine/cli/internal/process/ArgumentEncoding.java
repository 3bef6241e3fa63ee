package io.bagoftricks.engine.cli.internal.process;

import io.bagoftricks.engine.internal.text.OneLine;
import java.util.Optional;

/**
 * Whether Java could read the letters of its arguments. In a locale without them ({@code LC_ALL=C})
 * it cannot, and no such path can be used.
 *
 * @param name the encoding that Java uses for paths, its property {@code sun.jnu.encoding}
 */
public record ArgumentEncoding(String name) {
  /** The character that Java puts in place of bytes that are not a character in its encoding. */
  private static final String UNKNOWN = "\uFFFD";

  /** A sentence about the first argument that could not be read, if there is one. */
  public Optional<String> problem(String... arguments) {
    if (name.equals("UTF-8")) {
      return Optional.empty();
    }
    for (String argument : arguments) {
      if (argument.contains(UNKNOWN)) {
        return Optional.of(
            "[usage/unreadable-argument] '%s' has characters that Java cannot read: the locale that it was started in has the encoding %s. Set LC_ALL=C.UTF-8 in the environment, or start it with the script 'tricks', which does."
                .formatted(OneLine.of(argument.replace(UNKNOWN, "?")), name));
      }
    }
    return Optional.empty();
  }
}
