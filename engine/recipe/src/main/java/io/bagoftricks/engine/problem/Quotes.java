package io.bagoftricks.engine.problem;

import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.internal.text.ShortList;
import java.util.Collection;

/** Text from a user as messages show it: short, on one line, without control characters. */
public final class Quotes {
  private static final int LONGEST = 60;
  private static final int MOST_NAMES = 40;

  private Quotes() {}

  /** A name in single quotes. */
  public static String name(String name) {
    return "'" + abbreviate(name) + "'";
  }

  /** Names in single quotes, with commas; at most 40 of them. */
  public static String names(Collection<String> names) {
    return ShortList.of(names.stream().map(Quotes::name).toList(), ", ", MOST_NAMES);
  }

  /** Text in double quotes, as in JSON. */
  public static String text(String text) {
    return '"' + abbreviate(text) + '"';
  }

  /** At most 60 characters, on one line. */
  public static String abbreviate(String text) {
    return OneLine.of(text, LONGEST);
  }
}
