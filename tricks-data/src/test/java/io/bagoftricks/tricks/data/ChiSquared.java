package io.bagoftricks.tricks.data;

import java.util.Collection;

/** Pearson's statistic of counts that are expected to be equal. */
public final class ChiSquared {
  private ChiSquared() {}

  /**
   * The sum of squared differences from the expected count, each over that count.
   *
   * @param counts of what was drawn; what is not there was never drawn
   * @param cells how many there should be
   */
  public static double of(Collection<Integer> counts, int cells) {
    double expected = counts.stream().mapToInt(Integer::intValue).sum() / (double) cells;
    double drawn =
        counts.stream().mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
    return drawn + (cells - counts.size()) * expected;
  }
}
