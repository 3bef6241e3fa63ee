package io.bagoftricks.bench.driver;

import java.util.List;
import java.util.OptionalInt;

/**
 * How much to measure, and with what.
 *
 * @param iterations steps that count in each of our processes
 * @param peerIterations of the peer's; without it the peer's usual number
 * @param extra arguments for {@code tricks bench}
 */
record Effort(
    int pairs, int iterations, OptionalInt peerIterations, int threads, List<String> extra) {
  /** Fewer are a trial, not a result. */
  static final int ENOUGH_PAIRS = 7;

  /** Checks the ranges. */
  Effort {
    checkPositive("pairs", pairs);
    checkPositive("iterations", iterations);
    peerIterations.ifPresent(n -> checkPositive("peer-iterations", n));
    checkPositive("threads", threads);
    extra = List.copyOf(extra);
  }

  private static void checkPositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be at least 1");
    }
  }
}
