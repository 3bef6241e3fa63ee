package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkName;
import java.util.List;

/**
 * The work to compare.
 *
 * @param type of ours
 * @param peerTypes that the peer may compute in; it is measured in the one it is fastest in
 * @param batch images per step
 * @param size side of an image
 */
record Case(
    Peer peer,
    NetworkName model,
    Mode mode,
    NumberType type,
    List<NumberType> peerTypes,
    int batch,
    int size) {
  /** Copies the types. */
  Case {
    peerTypes = List.copyOf(peerTypes);
  }

  /** The same work, ours in another type. */
  Case in(NumberType other) {
    return new Case(peer, model, mode, other, peerTypes, batch, size);
  }

  /** The same work, the peer in other types. */
  Case against(List<NumberType> types) {
    return new Case(peer, model, mode, type, types, batch, size);
  }

  /** The work in words. */
  String title() {
    return "%s, %s, batch %s, %s".formatted(model, size, batch, mode);
  }
}
