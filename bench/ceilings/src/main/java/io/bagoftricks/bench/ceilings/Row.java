package io.bagoftricks.bench.ceilings;

/**
 * An operation of a step beside its roof.
 *
 * @param layer its name, or the activity outside the network
 * @param family what it is, for sums
 * @param shape channels and extent; empty where there are none
 * @param millis the time it takes
 * @param roofMillis the time that the machine needs at least
 */
record Row(
    String layer,
    String family,
    String shape,
    Pass pass,
    Work work,
    double millis,
    double roofMillis) {
  /** The part of the roof that it reaches; 0 where the definition asks for nothing. */
  double share() {
    return millis == 0 ? 0 : roofMillis / millis;
  }

  /**
   * Milliseconds more than the roof; negative where fewer operations do than the definition has.
   */
  double lostMillis() {
    return millis - roofMillis;
  }
}
