package io.bagoftricks.product.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

/** How often cases went one way or the other. */
final class Outcomes {
  private static final int FEWEST_TO_JUDGE = 1000;

  private final Map<String, Integer> counts = new TreeMap<>();

  void count(String outcome) {
    counts.merge(outcome, 1, Integer::sum);
  }

  int of(String outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  /**
   * Holds the share of an outcome against bounds, where there are enough cases to judge: input that
   * is always refused, or never, tests nothing.
   *
   * @param least from 0 to 1
   * @param most from 0 to 1
   */
  void checkShare(String outcome, double least, double most) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    if (all >= FEWEST_TO_JUDGE) {
      assertThat((double) of(outcome) / all).isBetween(least, most);
    }
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
