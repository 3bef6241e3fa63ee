package io.bagoftricks.engine.profile;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some steps of a run, one after another.
 *
 * @param first counted from 1
 * @param last included
 */
public record UpdateRange(long first, long last) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})-(\\d{1,15})");

  /** Checks the order. */
  public UpdateRange {
    if (!(first >= 1 && first <= last)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d-%d is not a range of steps: the first is at least 1, and the last not before it",
              first,
              last));
    }
  }

  /**
   * Reads {@code 11-30}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static UpdateRange parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a range of steps; write the first and the last, such as 11-30");
    }
    return new UpdateRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
