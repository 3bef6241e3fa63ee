package io.bagoftricks.recipes.fuzz;

import java.util.Map;
import java.util.TreeMap;

/** How often cases went one way or the other. */
final class Outcomes {
  private final Map<String, Integer> counts = new TreeMap<>();

  void count(String outcome) {
    counts.merge(outcome, 1, Integer::sum);
  }

  int of(String outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
