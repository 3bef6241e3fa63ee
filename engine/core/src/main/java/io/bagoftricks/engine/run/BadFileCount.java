package io.bagoftricks.engine.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files of the data that a run could not read, in its result.
 *
 * @param count how many
 * @param first of them with the reasons, at most 100; {@code bad-files.csv} has all
 */
public record BadFileCount(int count, List<String> first) {
  private static final int NAMED = 100;

  /** Copies the list. */
  public BadFileCount {
    first = List.copyOf(first);
  }

  /** None where all files were good: then a result says nothing of them. */
  public static @Nullable BadFileCount of(List<String> faults) {
    return faults.isEmpty()
        ? null
        : new BadFileCount(faults.size(), faults.subList(0, Math.min(NAMED, faults.size())));
  }
}
