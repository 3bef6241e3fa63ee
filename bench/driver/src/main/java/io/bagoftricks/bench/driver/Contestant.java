package io.bagoftricks.bench.driver;

/** One side of a comparison. */
interface Contestant {
  /** Its name in tables. */
  String name();

  /**
   * Measures once, in a fresh process.
   *
   * @throws ContestantException if the process fails or says nothing of use
   */
  Measurement run();
}
