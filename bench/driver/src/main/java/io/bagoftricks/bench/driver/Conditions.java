package io.bagoftricks.bench.driver;

/**
 * The conditions of both sides.
 *
 * @param processor its name
 * @param level of instruction sets that it has, or that both sides are limited to
 * @param threads of each side
 */
record Conditions(String processor, Level level, int threads) {
  /** In words, as the heading of a table. */
  String heading() {
    return "%s at %s, %s threads on each side".formatted(processor, level, threads);
  }
}
