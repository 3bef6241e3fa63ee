package io.bagoftricks.engine.internal.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists in messages, of which the end is only counted. */
public final class ShortList {
  private ShortList() {}

  /** The first items, and how many more there are: {@code a, b and 3 more}. */
  public static String of(Collection<String> items, String separator, int most) {
    String first = items.stream().limit(most).collect(Collectors.joining(separator));
    int more = items.size() - most;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
