package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import org.bytedeco.dnnl.memory;

/**
 * Kernels of oneDNN 3.11 that give wrong results for some convolutions, all of them with windows
 * that few networks have. Each was found by comparing it with the definition; others are taken in
 * their place.
 */
public final class WrongKernels {
  /** Channels in a vector of AVX-512; a multiple of those in one of AVX2. */
  private static final int BLOCK = 16;

  private final Size kernel;
  private final Size stride;
  private final Size padding;
  private final Shape in;
  private final Shape out;

  /** Those for one convolution. */
  public WrongKernels(Conv2d settings, Shape in, Shape out) {
    this.kernel = settings.kernel();
    this.stride = settings.stride();
    this.padding = settings.padding();
    this.in = in;
    this.out = out;
  }

  /**
   * Whether a kernel gives wrong outputs: where outputs are one column wide, it may take the stride
   * along the row for the one along the column; the one for 1x1 windows in bf16 may where channels
   * do not fill blocks.
   */
  public boolean isWrongForward(String name) {
    if (name.contains("jit_bf16_1x1:")) {
      return !fillsBlocks();
    }
    return name.contains("brg_conv_fwd")
        && out.width() == 1
        && out.height() > 1
        && kernel.width() > 1
        && stride.width() > 1;
  }

  /** Whether a kernel gives wrong gradients of the weight, or writes where it must not. */
  public boolean isWrongForWeights(String name, memory.data_type type) {
    if (name.contains("jit_") && name.contains("1x1:")) {
      return skipsPositions() && !fillsBlocks();
    }
    return leavesGaps() && type != memory.data_type.f32 && !name.contains("gemm");
  }

  /**
   * Kernels for windows of 1x1 gather the positions first. Where channels do not fill blocks, the
   * one for AVX2 gives wrong sums, and the one for AVX-512 writes behind its scratch memory.
   */
  private boolean skipsPositions() {
    return stride.height() > 1 || stride.width() > 1;
  }

  private boolean fillsBlocks() {
    return in.channels() % BLOCK == 0 && out.channels() % BLOCK == 0;
  }

  /** In 16 bits rows are transposed first, and wrongly where windows leave gaps between them. */
  private boolean leavesGaps() {
    return stride.width() > kernel.width() && (padding.width() > 0 || out.width() == 1);
  }
}
