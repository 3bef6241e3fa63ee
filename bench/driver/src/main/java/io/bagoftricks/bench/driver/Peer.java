package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.NumberType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whom we compare ourselves with. */
enum Peer {
  /** PyTorch without Python. */
  LIBTORCH("io.bagoftricks.bench.libtorch.LibtorchBench", 2),
  /** Deeplearning4j; a step of ResNet-50-D takes it most of a minute. */
  DL4J("io.bagoftricks.bench.dl4j.Dl4jBench", 1),
  /** Our own engine, with the same recipe in another type. */
  OURS("", 0);

  private final String mainClass;
  private final int warmUp;

  Peer(String mainClass, int warmUp) {
    this.mainClass = mainClass;
    this.warmUp = warmUp;
  }

  String mainClass() {
    return mainClass;
  }

  /** Steps before those that count. */
  int warmUp() {
    return warmUp;
  }

  /** Steps that count, unless told otherwise. */
  int iterations(int ours) {
    return this == DL4J ? 1 : ours;
  }

  /** The type that it computes in unless told otherwise. */
  NumberType usualType(NumberType ours) {
    return this == LIBTORCH ? ours : NumberType.F32;
  }

  /**
   * The ways to try; the fastest is the opponent.
   *
   * @param types that it may compute in
   * @throws IllegalArgumentException if one of them is none of the peer's: DL4J's convolutions are
   *     fast in 32 bits alone
   */
  List<Opponent> opponents(List<NumberType> types) {
    if (this == DL4J && !types.equals(List.of(NumberType.F32))) {
      throw new IllegalArgumentException(
          "--peer-type: dl4j computes in f32; leave --peer-type out");
    }
    return types.stream().flatMap(this::opponents).toList();
  }

  private Stream<Opponent> opponents(NumberType type) {
    return switch (this) {
      case LIBTORCH ->
          Stream.of(new Opponent(type, Layout.NCHW), new Opponent(type, Layout.CHANNELS_LAST));
      case DL4J -> Stream.of(new Opponent(type, Layout.NCHW));
      case OURS -> Stream.of(new Opponent(type, null));
    };
  }

  /** Its folder in {@code bench}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
