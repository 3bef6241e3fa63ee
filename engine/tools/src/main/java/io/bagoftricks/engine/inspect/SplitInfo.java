package io.bagoftricks.engine.inspect;

import io.bagoftricks.api.data.Split;
import java.util.List;
import java.util.Locale;

/**
 * The images of a split.
 *
 * @param split its name
 * @param images how many there are, readable or not
 * @param perClass how many of each class, in the order of labels
 */
public record SplitInfo(String split, long images, List<Long> perClass) {
  /** Copies the list. */
  public SplitInfo {
    perClass = List.copyOf(perClass);
  }

  static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }
}
