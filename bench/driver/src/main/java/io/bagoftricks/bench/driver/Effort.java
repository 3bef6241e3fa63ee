package io.bagoftricks.bench.driver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How much to measure, and with what.
 *
 * @param iterations steps that count in each of our processes
 * @param peerIterations of the peer's; without it the peer's usual number
 * @param threads both sides get as many; how threads wait is left to each
 * @param level that both sides are limited to; without one the processor's own
 * @param extra arguments for {@code tricks bench}
 */
record Effort(
    int pairs,
    int iterations,
    OptionalInt peerIterations,
    int threads,
    Optional<Level> level,
    List<String> extra) {
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

  /** The same with another number of steps that count. */
  Effort of(int steps) {
    return new Effort(pairs, steps, peerIterations, threads, level, extra);
  }

  /** Variables of both sides. */
  Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("OMP_NUM_THREADS", Integer.toString(threads));
    level.ifPresent(l -> variables.putAll(l.environment()));
    return variables;
  }

  private static void checkPositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be at least 1");
    }
  }
}
