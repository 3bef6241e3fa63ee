package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors.Transform;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A convolution by a kernel of our own, or the gradient of its input, which is one too. It reads
 * and writes activations as they are stored, and computes in 32 bits.
 */
interface OwnConvolution {
  /** The convolution of a place, where there is a kernel that is faster than oneDNN's. */
  static Optional<OwnConvolution> forward(Placement at) {
    if (Winograd.fits(at)) {
      return Optional.of(Winograd.forward(at));
    }
    return Products.fits(at) ? Optional.of(Products.forward(at)) : Optional.empty();
  }

  /** The gradient of the input of a convolution for which there is a {@link #forward}. */
  static OwnConvolution backwardData(Placement at) {
    return Winograd.fits(at) ? Winograd.backwardData(at) : Products.backwardData(at);
  }

  /** Bytes of a filter, a weight as this reads it. */
  long filterBytes();

  /** Makes filters. */
  Transform filter();

  /**
   * Adds the convolution.
   *
   * @param bias a value for each channel, added to the result
   * @param addend added to the result, stored as it is; may be the target
   */
  void convolve(
      Tensor from,
      Tensor filter,
      @Nullable Tensor bias,
      @Nullable Tensor addend,
      Tensor to,
      boolean relu);
}
