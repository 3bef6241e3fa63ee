package io.bagoftricks.bench.driver;

/** Two measurements, one right after the other. */
record Pair(Measurement ours, Measurement peer) {
  /** How many images we do while the peer does one. */
  double ratio() {
    return ours.imagesPerSecond() / peer.imagesPerSecond();
  }
}
