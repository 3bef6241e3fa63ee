package io.bagoftricks.backends.onednn.internal.natives;

import io.bagoftricks.backends.spi.natives.NativeCache;
import io.bagoftricks.backends.spi.natives.OwnLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Locale;
import org.bytedeco.dnnl.memory;

/**
 * Kernels in C for operations that have no fast primitive in oneDNN ({@code src/main/native}).
 * Memory is given by address; work is done by OpenMP's threads, the same that oneDNN computes with.
 */
public final class NativeKernels {
  private NativeKernels() {}

  /**
   * Loads the build for this processor.
   *
   * @return what was loaded
   * @throws UnsatisfiedLinkError if there is none, or it does not load
   */
  static OwnLibrary load() {
    String file = "linux-x86_64/libkernels-" + level(Device.instructionSet()) + ".so";
    URL resource = NativeKernels.class.getResource(file);
    if (resource == null) {
      throw new UnsatisfiedLinkError("no " + file + " beside " + NativeKernels.class.getName());
    }
    try {
      OwnLibrary library = NativeCache.open().unpack(resource);
      System.load(library.file().toString());
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + resource, e);
    }
  }

  /** The build for an instruction set, by oneDNN's name for it. */
  static String level(String instructionSet) {
    String name = instructionSet.toLowerCase(Locale.ROOT);
    if (NativeTypes.computesBfloat16(name)) {
      return "avx512bf16";
    }
    if (name.contains("avx512")) {
      return "avx512";
    }
    if (name.contains("avx2")) {
      return "avx2";
    }
    throw new UnsatisfiedLinkError(
        "this processor has no AVX2, which the kernels need; oneDNN calls it " + instructionSet);
  }

  /** A quarter of the SHA-256 of the sources that the kernels were compiled from. */
  static native long sourcesHash(int quarter);

  /** The number by which kernels know a type of stored values. */
  public static int typeCode(memory.data_type type) {
    return switch (type.intern()) {
      case f32 -> 0;
      case bf16 -> 1;
      case f16 -> 2;
      default -> throw new IllegalArgumentException("no kernel for values of type " + type);
    };
  }

  /** Bytes of scratch memory that a batch norm needs. */
  public static native long batchNormRoom(int channels, int threads);

  /** See {@code batch_norm.c}; {@code residual} may be 0. */
  public static native void batchNormForward(
      int type,
      long panels,
      long rows,
      int width,
      int channels,
      long room,
      int threads,
      long x,
      long residual,
      long y,
      long mean,
      long variance,
      long gamma,
      long beta,
      float epsilon,
      boolean relu,
      boolean measure);

  /** See {@code batch_norm.c}; {@code otherGradient}, {@code y} and {@code ofSum} may be 0. */
  public static native void batchNormBackward(
      int type,
      long panels,
      long rows,
      int width,
      int channels,
      long room,
      int threads,
      long gradient,
      long otherGradient,
      long x,
      long y,
      long ofSum,
      long ofX,
      long mean,
      long variance,
      long gamma,
      long beta,
      long ofGamma,
      long ofBeta,
      float epsilon,
      boolean relu,
      boolean measured);

  /**
   * How many products of bf16 the processor computes by dot products in the time of a product in 32
   * bits, measured in about a millisecond; 0 where it has no dot products.
   */
  static native double dotGain();

  /** Asks Linux for the use of tiles (AMX); whether it agrees. */
  static native boolean enableTiles();

  /**
   * Bytes of scratch memory that the gradient of a weight needs.
   *
   * @param shape of the convolution, see {@code weight_gradient.c}
   */
  public static native long weightGradientRoom(long shape, int threads);

  /** See {@code weight_gradient.c}; only where there are tiles. */
  public static native void weightGradient(
      long shape, int threads, long room, long source, long gradient, long weight, boolean adds);

  /** Channels that our convolutions compute at a time: numbers of channels are multiples. */
  public static native int lanes();

  /** Bytes of a weight as Winograd's convolution reads it. */
  public static native long winogradFilterBytes(int inChannels, int outChannels);

  /**
   * Transforms a weight.
   *
   * @param backward for the gradient of the input, whose convolution leads from the layer's output
   *     channels, here {@code inChannels}, to its input channels
   */
  public static native void winogradFilter(
      int inChannels, int outChannels, int threads, long weight, long filter, boolean backward);

  /**
   * Bytes of scratch memory that a convolution needs, or the gradient of its weight.
   *
   * @param shape of the convolution, see {@code winograd.c}
   */
  public static native long winogradRoom(long shape, int threads, boolean weightGradient);

  /** See {@code winograd.c}; {@code bias} and {@code addend} may be 0. */
  public static native void winograd(
      long shape,
      int threads,
      long room,
      long source,
      long filter,
      long bias,
      long addend,
      long target,
      boolean relu);

  /** See {@code winograd.c}. */
  public static native void winogradWeightGradient(
      long shape, int threads, long room, long source, long gradient, long weight, boolean adds);

  /**
   * Writes a weight as a convolution by products of matrices reads it; see {@code products.c}.
   *
   * @param backward for the gradient of the input
   */
  public static native void productPanels(
      long shape, boolean backward, int threads, long weight, long panels);

  /**
   * Bytes of scratch memory that a convolution needs, or the gradient of its input.
   *
   * @param shape of the convolution, see {@code products.c}
   */
  public static native long productRoom(long shape, boolean backward, int threads);

  /** See {@code products.c}; {@code bias} and {@code addend} may be 0. */
  public static native void product(
      long shape,
      boolean backward,
      int threads,
      long room,
      long source,
      long panels,
      long bias,
      long addend,
      long target,
      boolean relu);

  /** Bytes of scratch memory that the gradient of a weight needs. */
  public static native long productWeightRoom(long shape, int threads);

  /** See {@code products.c}. */
  public static native void productWeightGradient(
      long shape, int threads, long room, long source, long gradient, long weight, boolean adds);

  /** Whether the processor has dot products of bf16, and so a kernel that makes pairs for them. */
  static native boolean pairsWeights();

  /** See {@code pair_weights.c} and {@link PairedWeight}; only where weights are paired. */
  static native void pairWeights(
      int outputs,
      int inputs,
      int positions,
      boolean ofInputs,
      int width,
      int pairs,
      long widthStep,
      long pairStep,
      long positionStep,
      int threads,
      long from,
      long to);

  /** See {@code blur.c}. */
  public static native void blur(
      int type,
      long planes,
      int rows,
      int columns,
      int width,
      int down,
      int across,
      int threads,
      long from,
      long to,
      boolean backward);

  /** {@code v = momentum v + (g + decay w); w -= rate v}. */
  static native void sgd(
      long length,
      int threads,
      long weight,
      long velocity,
      long gradient,
      float rate,
      float decay,
      float momentum);

  /** {@code d = g + decay w; v = momentum v + d; w -= rate (d + momentum v)}. */
  static native void nag(
      long length,
      int threads,
      long weight,
      long velocity,
      long gradient,
      float rate,
      float decay,
      float momentum);

  /** {@code s = rate (g + decay w); v = momentum v - s; w += momentum v - s}. */
  static native void mxnetNag(
      long length,
      int threads,
      long weight,
      long velocity,
      long gradient,
      float rate,
      float decay,
      float momentum);

  /**
   * {@code m = beta1 m + rest1 g; v = beta2 v + rest2 g g; w = shrink w - rate m / (sqrt(v inverse)
   * + epsilon)}.
   */
  static native void adamW(
      long length,
      int threads,
      long weight,
      long first,
      long second,
      long gradient,
      float rate,
      float shrink,
      float beta1,
      float beta2,
      float rest1,
      float rest2,
      float epsilon,
      float inverse);

  /** {@code values *= factor}. */
  static native void scale(long length, int threads, long values, float factor);

  /** {@code to += from}. */
  static native void add(long length, int threads, long to, long from);

  /** {@code to += factor (from - to)}. */
  static native void lerp(long length, int threads, long to, long from, float factor);

  /** How many 64-bit sums the reductions of a length need room for. */
  static native long blocks(long length);

  static native double sumOfSquares(long length, int threads, long values, long sums);

  static native double countNotFinite(long length, int threads, long values, long sums);

  static native double countZeros(int type, long length, int threads, long values, long sums);

  /** fp16 to 32 bits. */
  static native void widen(long length, int threads, long from, long to);

  /** 32 bits to fp16, to the nearest, of two the even one; what is too large becomes infinite. */
  static native void narrow(long length, int threads, long from, long to);
}
