package io.bagoftricks.backends.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.stream;

/** oneDNN's view of the processor. Its stream computes at once, with OpenMP's threads. */
final class Device {
  private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
  private final stream stream = new stream(engine);
  private final FlatArithmetic arithmetic;

  /**
   * A view.
   *
   * @param threads how many compute
   */
  Device(int threads) {
    NativeKernels.load();
    this.arithmetic = new FlatArithmetic(threads);
  }

  engine engine() {
    return engine;
  }

  stream stream() {
    return stream;
  }

  /** Arithmetic over flat arrays, on the same threads. */
  FlatArithmetic arithmetic() {
    return arithmetic;
  }

  /** The instruction set oneDNN makes kernels for, in its own words. */
  static String instructionSet() {
    return dnnl.get_effective_cpu_isa().intern().name();
  }

  /** Version of the library, in its own words. */
  static String version() {
    return "%d.%d.%d"
        .formatted(
            dnnl.dnnl_version().major(), dnnl.dnnl_version().minor(), dnnl.dnnl_version().patch());
  }
}
