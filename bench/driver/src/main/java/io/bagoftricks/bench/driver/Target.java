package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkName;
import java.util.List;

/**
 * A row of the table of what the fast CPU backend must show.
 *
 * @param floor ratio that it must reach
 * @param aim ratio that it should reach
 */
record Target(Case work, double floor, double aim) {
  /** The whole table. */
  static List<Target> all() {
    return List.of(
        new Target(resnet50d(Peer.LIBTORCH, Mode.TRAIN, NumberType.BF16, 16), 1.6, 2.5),
        new Target(resnet50d(Peer.LIBTORCH, Mode.TRAIN, NumberType.F32, 16), 1.3, 1.6),
        new Target(resnet50d(Peer.DL4J, Mode.TRAIN, NumberType.BF16, 16), 25, 40),
        new Target(resnet50d(Peer.LIBTORCH, Mode.TRAIN, NumberType.BF16, 8), 1.5, 2.5),
        new Target(resnet50d(Peer.LIBTORCH, Mode.TRAIN, NumberType.BF16, 32), 1.5, 2.5),
        new Target(resnet50d(Peer.LIBTORCH, Mode.TRAIN, NumberType.BF16, 64), 1.5, 2.5),
        new Target(cifar(NumberType.BF16), 2, 4),
        new Target(cifar(NumberType.F32), 2, 4),
        new Target(resnet50d(Peer.LIBTORCH, Mode.INFER, NumberType.BF16, 1), 1.3, 2),
        new Target(resnet50d(Peer.LIBTORCH, Mode.INFER, NumberType.BF16, 16), 1.3, 2));
  }

  private static Case resnet50d(Peer peer, Mode mode, NumberType type, int batch) {
    return new Case(peer, NetworkName.RESNET50D, mode, type, batch, 224);
  }

  private static Case cifar(NumberType type) {
    return new Case(Peer.LIBTORCH, NetworkName.CIFAR_RESNET20, Mode.TRAIN, type, 128, 32);
  }
}
