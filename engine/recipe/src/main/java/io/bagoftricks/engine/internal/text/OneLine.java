package io.bagoftricks.engine.internal.text;

import java.util.Locale;

/**
 * Text from outside (names of files, classes, recipes and plugins, messages of exceptions) as a
 * message shows it: on one line, and without what steers a terminal, turns the direction of
 * writing, or is not seen. What is replaced is written as in JSON, {@code \}{@code u001b}.
 */
public final class OneLine {
  private static final String MORE = "...";
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private OneLine() {}

  /** The whole text. */
  public static String of(String text) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.substring(0, plain));
    for (int i = plain; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (isShown(point)) {
        shown.appendCodePoint(point);
      } else {
        Character.toString(point).chars().forEach(c -> shown.append(escaped((char) c)));
      }
      i += Character.charCount(point);
    }
    return shown.toString();
  }

  /** At most so many characters of the text, and dots where there are more. */
  public static String of(String text, int longest) {
    if (text.length() <= longest) {
      return of(text);
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return of(text.substring(0, end)) + MORE;
  }

  /** Whether a code point can stand on a line as it is. */
  static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      // Joiners belong to the spelling of words and to emoji; the rest of this category does not.
      case Character.FORMAT -> point == ZERO_WIDTH_NON_JOINER || point == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }

  /** A character as JSON writes it by its number. */
  static String escaped(char c) {
    return String.format(Locale.ROOT, "\\u%04x", (int) c);
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7F;
  }
}
