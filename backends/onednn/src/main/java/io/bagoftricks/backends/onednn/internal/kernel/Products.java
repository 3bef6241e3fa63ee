package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors.Transform;
import io.bagoftricks.backends.onednn.internal.plan.Placement;

/**
 * A convolution as products of matrices in 32 bits, of activations that are stored in 16: where the
 * processor multiplies 32 bits at least as fast, this reads and writes half of the memory.
 */
final class Products extends OwnConvolution {
  private final Placement at;
  private final boolean backward;

  private Products(Placement at, boolean backward) {
    super(at, WindowShape.of(at));
    this.at = at;
    this.backward = backward;
  }

  /** Whether a convolution is one that this does. */
  static boolean fits(Placement at) {
    Conv2d settings = at.layer(Conv2d.class);
    return at.formats().tuning().wide()
        && settings.groups() == 1
        && settings.dilation().equals(Size.of(1))
        && at.inputShape(0).channels() % NativeKernels.lanes() == 0
        && at.convolvedShape().channels() % NativeKernels.lanes() == 0;
  }

  /** The same for the gradient of the weight, where there is none of a bias to be computed. */
  static boolean fitsWeightGradient(Placement at) {
    return fits(at) && !at.layer(Conv2d.class).bias();
  }

  /** The convolution of a place. */
  static Products forward(Placement at) {
    return new Products(at, false);
  }

  /** The gradient of its input. */
  static Products backwardData(Placement at) {
    return new Products(at, true);
  }

  @Override
  long filterBytes() {
    Conv2d settings = at.layer(Conv2d.class);
    Size kernel = settings.kernel();
    return (long) Float.BYTES
        * at.inputShape(0).channels()
        * settings.outChannels()
        * kernel.height()
        * kernel.width();
  }

  @Override
  Transform filter() {
    return (weight, panels) ->
        NativeKernels.productPanels(shape(), backward, threads, weight, panels);
  }

  @Override
  long room() {
    return NativeKernels.productRoom(shape(), backward, threads);
  }

  @Override
  void compute(
      long room, long source, long filter, long bias, long addend, long target, boolean relu) {
    NativeKernels.product(
        shape(), backward, threads, room, source, filter, bias, addend, target, relu);
  }

  @Override
  long weightRoom() {
    return NativeKernels.productWeightRoom(shape(), threads);
  }

  @Override
  void computeWeightGradient(long room, long source, long gradient, long weight, boolean adds) {
    NativeKernels.productWeightGradient(shape(), threads, room, source, gradient, weight, adds);
  }
}
