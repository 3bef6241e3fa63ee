package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkName;

/**
 * The work to compare.
 *
 * @param type of ours
 * @param batch images per step
 * @param size side of an image
 */
record Case(Peer peer, NetworkName model, Mode mode, NumberType type, int batch, int size) {
  /** The work in words. */
  String title() {
    return "%s, %s, batch %s, %s".formatted(model, size, batch, mode);
  }
}
