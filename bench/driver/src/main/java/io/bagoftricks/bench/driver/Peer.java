package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.NumberType;
import java.util.List;
import java.util.Locale;

/** Whom we compare ourselves with. */
enum Peer {
  /** PyTorch without Python. */
  LIBTORCH("io.bagoftricks.bench.libtorch.LibtorchBench", 2),
  /** Deeplearning4j; a step of ResNet-50-D takes it most of a minute. */
  DL4J("io.bagoftricks.bench.dl4j.Dl4jBench", 1);

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

  /** The type that it computes in: DL4J's convolutions are fast in 32 bits alone. */
  NumberType type(NumberType ours) {
    return this == DL4J ? NumberType.F32 : ours;
  }

  /** The layouts to try; the better one is the opponent. */
  List<Layout> layouts() {
    return this == DL4J ? List.of(Layout.NCHW) : List.of(Layout.NCHW, Layout.CHANNELS_LAST);
  }

  /** Its folder in {@code bench}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
