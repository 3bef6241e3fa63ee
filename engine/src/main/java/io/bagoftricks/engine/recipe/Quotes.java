package io.bagoftricks.engine.recipe;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text from a user as messages show it: short, on one line, without control characters. */
final class Quotes {
  private static final int LONGEST = 60;
  private static final int MOST_NAMES = 40;

  private Quotes() {}

  /** A name in single quotes. */
  static String name(String name) {
    return "'" + abbreviate(name) + "'";
  }

  /** Names in single quotes, with commas; at most 40 of them. */
  static String names(Collection<String> names) {
    String first =
        names.stream().limit(MOST_NAMES).map(Quotes::name).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
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
        shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }
}
