package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkName;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the table of what the fast CPU backend must show.
 *
 * @param floor ratio that it must reach
 * @param aim ratio that it should reach
 */
record Target(Case work, double floor, double aim) {
  private static final List<NumberType> F32 = List.of(NumberType.F32);

  /** The whole table of a level. */
  static List<Target> at(Level level) {
    return rows(level).stream().map(row -> row.at(level.types())).toList();
  }

  /** Against the fastest of what libtorch has there; a row in f32 stays in f32. */
  private Target at(List<NumberType> types) {
    boolean chooses = work.peer() == Peer.LIBTORCH && work.type() == NumberType.BF16;
    return chooses ? new Target(work.against(types), floor, aim) : this;
  }

  private static List<Target> rows(Level level) {
    return switch (level) {
      case AVX512_CORE_AMX -> withTiles();
      case AVX512_CORE_BF16 ->
          table(new Bounds(2, 2.5), 1.2, 1.5, new Bounds(1.8, 2.5), new Bounds(2.5, 4), 2);
      case AVX512_CORE ->
          table(new Bounds(1.8, 2.2), 1, 1.4, new Bounds(1.6, 1.6), new Bounds(2, 3), 1.5);
      case AVX2 ->
          table(new Bounds(1.5, 2), 1, 1.3, new Bounds(1.5, 1.5), new Bounds(1.5, 1.5), 1.5);
    };
  }

  /** Whoever has tiles is asked for more in bf16, and has f32 and DL4J besides. */
  private static List<Target> withTiles() {
    Bounds tiles = new Bounds(2, 2.5);
    return List.of(
        row(resnet50d(16), tiles),
        row(resnet50d(8), tiles),
        row(resnet50d(32), tiles),
        row(resnet50d(64), new Bounds(1.5, 2.5)),
        row(cifar(), new Bounds(2, 4)),
        row(infer(1), new Bounds(1.3, 2)),
        row(infer(16), new Bounds(1.3, 2)),
        row(inF32(resnet50d(16)), new Bounds(1.3, 1.6)),
        row(inF32(cifar()), new Bounds(2, 4)),
        row(against(Peer.DL4J, resnet50d(16)), new Bounds(25, 40)));
  }

  private static List<Target> table(
      Bounds large, double sixteenBits, double batches, Bounds small, Bounds cifar, double infer) {
    List<Target> rows = new ArrayList<>();
    rows.add(row(resnet50d(16), large));
    for (int batch : List.of(8, 32, 64)) {
      rows.add(row(resnet50d(batch), new Bounds(batches, batches)));
    }
    rows.add(row(resnet18d(), small));
    rows.add(row(cifar(), cifar));
    for (int batch : List.of(1, 16)) {
      rows.add(row(infer(batch), new Bounds(infer, infer)));
    }
    // Sixteen bits may cost no time on any processor.
    for (Case work : List.of(resnet50d(16), resnet18d(), cifar())) {
      rows.add(row(against(Peer.OURS, work), new Bounds(1, sixteenBits)));
    }
    return List.copyOf(rows);
  }

  private static Target row(Case work, Bounds bounds) {
    return new Target(work, bounds.floor(), bounds.aim());
  }

  private static Case resnet50d(int batch) {
    return bf16(NetworkName.RESNET50D, Mode.TRAIN, batch, 224);
  }

  private static Case resnet18d() {
    return bf16(NetworkName.RESNET18D, Mode.TRAIN, 32, 128);
  }

  private static Case cifar() {
    return bf16(NetworkName.CIFAR_RESNET20, Mode.TRAIN, 128, 32);
  }

  private static Case infer(int batch) {
    return bf16(NetworkName.RESNET50D, Mode.INFER, batch, 224);
  }

  private static Case bf16(NetworkName model, Mode mode, int batch, int size) {
    return new Case(Peer.LIBTORCH, model, mode, NumberType.BF16, F32, batch, size);
  }

  private static Case inF32(Case work) {
    return new Case(
        work.peer(), work.model(), work.mode(), NumberType.F32, F32, work.batch(), work.size());
  }

  private static Case against(Peer peer, Case work) {
    return new Case(peer, work.model(), work.mode(), work.type(), F32, work.batch(), work.size());
  }

  private record Bounds(double floor, double aim) {}
}
