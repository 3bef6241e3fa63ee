package io.bagoftricks.engine.ablate;

import java.util.List;
import java.util.Optional;

/**
 * A variant in the table; accuracies in percent, differences in points.
 *
 * @param against what it is compared with; empty for the first
 * @param top1 by seed; NaN where a run has no result
 * @param mean of those that did
 * @param difference paired by seed, where both runs came to a result; empty where none did
 * @param paper the points that the paper has for this trick
 */
public record Row(
    String name,
    Optional<String> against,
    List<Double> top1,
    Interval mean,
    Optional<Interval> difference,
    Optional<Double> paper) {
  /** Copies the list. */
  public Row {
    top1 = List.copyOf(top1);
  }

  /** The number of runs that have no result. */
  public long withoutResult() {
    return top1.stream().filter(accuracy -> accuracy.isNaN()).count();
  }
}
