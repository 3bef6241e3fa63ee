package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;
import io.bagoftricks.backends.spi.NativeCode;
import java.util.Locale;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.stream;

/** oneDNN's view of the processor. Its stream computes at once, with OpenMP's threads. */
public final class Device {
  /**
   * From here on bf16 is multiplied by dot products, and below in 32 bits. By their makers' tables
   * processors have 1 or 2; AMD's Zen 4 was measured, from 1.99 to 2.01.
   */
  private static final double FAST_DOTS = 1.5;

  private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
  private final stream stream = new stream(engine);
  private final NativeCode kernels;
  private final FlatArithmetic arithmetic;
  private final boolean tiles;
  private final boolean fastDots;

  /**
   * A view.
   *
   * @param threads how many compute
   */
  public Device(int threads) {
    this.kernels = NativeKernels.load().code();
    this.arithmetic = new FlatArithmetic(threads);
    this.tiles =
        instructionSet().toLowerCase(Locale.ROOT).contains("amx") && NativeKernels.enableTiles();
    this.fastDots = NativeKernels.dotGain() >= FAST_DOTS;
  }

  public engine engine() {
    return engine;
  }

  public stream stream() {
    return stream;
  }

  /** The library of our own kernels. */
  public NativeCode kernels() {
    return kernels;
  }

  /** Arithmetic over flat arrays, on the same threads. */
  public FlatArithmetic arithmetic() {
    return arithmetic;
  }

  /** Whether the processor multiplies matrices in tiles (AMX), and Linux lets it. */
  public boolean hasTiles() {
    return tiles;
  }

  /** Whether the processor multiplies bf16 faster than 32 bits: in tiles, or by dot products. */
  public boolean multipliesBfloat16Fast() {
    return tiles || fastDots;
  }

  /** Whether a vector of the processor has 16 values of 32 bits (AVX-512), and not 8. */
  public boolean hasLongVectors() {
    return NativeKernels.lanes() == Order.BLOCKS_OF_16.block();
  }

  /** The instruction set oneDNN makes kernels for, in its own words. */
  public static String instructionSet() {
    return dnnl.get_effective_cpu_isa().intern().name();
  }

  /** Version of the library, in its own words. */
  public static String version() {
    return String.format(
        Locale.ROOT,
        "%d.%d.%d",
        dnnl.dnnl_version().major(),
        dnnl.dnnl_version().minor(),
        dnnl.dnnl_version().patch());
  }
}
