package io.bagoftricks.bench.ceilings;

/**
 * A loop whose rate is measured.
 *
 * @param amount operations or bytes of a round
 * @param body runs a number of rounds
 */
record Loop(long amount, Body body) {
  /** The rounds of a loop. */
  interface Body {
    void run(long rounds);
  }
}
