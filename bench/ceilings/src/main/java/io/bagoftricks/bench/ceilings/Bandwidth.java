package io.bagoftricks.bench.ceilings;

/**
 * How fast some threads move data that lie at one level of the memory.
 *
 * @param place L1, L2 and so on, or memory
 * @param capacity bytes that it holds for these threads
 * @param workingSet bytes of each thread when it was measured
 * @param read bytes per second
 * @param copy bytes read and written per second
 */
record Bandwidth(String place, long capacity, long workingSet, double read, double copy) {
  /** The better of each of two measurements of one level. */
  static Bandwidth best(Bandwidth first, Bandwidth second) {
    return new Bandwidth(
        first.place(),
        first.capacity(),
        first.workingSet(),
        Math.max(first.read(), second.read()),
        Math.max(first.copy(), second.copy()));
  }
}
