package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.GradientTensors;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors.Transform;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.Optional;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution by a kernel of our own, or the gradient of its input, which is one too. It reads
 * and writes activations as they are stored, and computes in 32 bits.
 */
abstract class OwnConvolution {
  final int threads;
  private final Placement at;
  private final Assembler assembler;
  private final IntPointer shape;

  /**
   * At its place.
   *
   * @param shape as the kernel reads it
   */
  OwnConvolution(Placement at, IntPointer shape) {
    this.at = at;
    this.assembler = at.assembler();
    this.threads = assembler.device().arithmetic().threads();
    this.shape = shape;
  }

  /** The convolution of a place, where there is a kernel that is faster than oneDNN's. */
  static Optional<OwnConvolution> of(Placement at) {
    if (Winograd.fits(at)) {
      return Optional.of(Winograd.forward(at));
    }
    return Products.fits(at) ? Optional.of(Products.forward(at)) : Optional.empty();
  }

  /** The gradient of the input of a convolution {@link #of} a place. */
  static OwnConvolution ofInputGradient(Placement at) {
    return Winograd.fits(at) ? Winograd.backwardData(at) : Products.backwardData(at);
  }

  /** The convolution whose gradient of the weight is computed, where there is a kernel for it. */
  static Optional<OwnConvolution> ofWeightGradient(Placement at) {
    if (Winograd.fitsWeightGradient(at)) {
      return Optional.of(Winograd.forward(at));
    }
    return Products.fitsWeightGradient(at) ? Optional.of(Products.forward(at)) : Optional.empty();
  }

  /** Bytes of a filter, a weight as this reads it. */
  abstract long filterBytes();

  /** Makes filters. */
  abstract Transform filter();

  /** Bytes that the kernel needs to work in. */
  abstract long room();

  /** Computes at addresses; {@code bias} and {@code addend} may be 0. */
  abstract void compute(
      long room, long source, long filter, long bias, long addend, long target, boolean relu);

  /** Bytes that the kernel of the gradient of the weight needs to work in. */
  abstract long weightRoom();

  /** Computes the gradient of the weight at addresses. */
  abstract void computeWeightGradient(
      long room, long source, long gradient, long weight, boolean adds);

  /** The address of the shape. */
  final long shape() {
    return shape.address();
  }

  /**
   * Adds the convolution.
   *
   * @param bias a value for each channel, added to the result
   * @param addend added to the result, stored as it is; may be the target
   */
  final void convolve(
      Tensor from,
      Tensor filter,
      @Nullable Tensor bias,
      @Nullable Tensor addend,
      Tensor to,
      boolean relu) {
    assembler.run(
        Kind.CONVOLUTION,
        a ->
            compute(
                a[0].address(),
                a[1].address(),
                a[2].address(),
                bias == null ? 0 : a[3].address(),
                addend == null ? 0 : a[4].address(),
                a[5].address(),
                relu),
        allocated(room()),
        from,
        filter,
        bias == null ? filter : bias,
        addend == null ? to : addend,
        to);
  }

  /** Adds the gradient of the weight, to be added to the flat gradients or written there. */
  final void addWeightGradient(Tensor source, Tensor ofOutput, String weight) {
    GradientTensors gradients = at.context().gradients();
    assembler.run(
        Kind.CONVOLUTION,
        a ->
            computeWeightGradient(
                a[0].address(),
                a[1].address(),
                a[2].address(),
                a[3].address(),
                gradients.addsTo(weight)),
        allocated(weightRoom()),
        source,
        ofOutput,
        gradients.weight(weight));
  }

  private Tensor allocated(long bytes) {
    return assembler.allocate(Formats.vector(bytes / Float.BYTES));
  }
}
