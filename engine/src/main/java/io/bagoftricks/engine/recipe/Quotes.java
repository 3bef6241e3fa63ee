package io.bagoftricks.engine.recipe;

import java.util.Collection;
import java.util.stream.Collectors;

/** Text from a user as messages show it: short, on one line, without control characters. */
final class Quotes {
  private static final int LONGEST = 60;

  private Quotes() {}

  /** A name in single quotes. */
  static String name(String name) {
    return "'" + abbreviate(name) + "'";
  }

  /** Names in single quotes, with commas. */
  static String names(Collection<String> names) {
    return names.stream().map(Quotes::name).collect(Collectors.joining(", "));
  }

  /** Text in double quotes, as in JSON. */
  static String text(String text) {
    return '"' + abbreviate(text) + '"';
  }

  /** At most 60 characters, on one line. */
  static String abbreviate(String text) {
    return text.length() > LONGEST ? oneLine(text.substring(0, LONGEST)) + "..." : oneLine(text);
  }

  /** Control characters escaped as in JSON, so that a file cannot steer a terminal. */
  static String oneLine(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        shown.append("\\u%04x".formatted((int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }
}
