package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors.Transform;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.IntPointer;

/**
 * A convolution of 3x3 at stride 1, computed in 32 bits by Winograd's algorithm: it takes 36
 * products for what the definition takes 144, and rounds about twice as much.
 */
final class Winograd extends OwnConvolution {
  private static final Size KERNEL = Size.of(3);
  private static final Size ONE = Size.of(1);

  /** Beyond it a filter is read from memory so often that oneDNN is as fast. */
  private static final int LARGEST_FILTER = 256 * 256;

  /** The same for the gradient of a weight where oneDNN computes it from bf16 at twice the rate. */
  private static final int LARGEST_OF_BF16 = 128 * 128;

  private final Shape in;
  private final Shape out;
  private final boolean turned;

  private Winograd(Placement at, Shape in, Shape out, Size padding, boolean turned) {
    super(
        at,
        new IntPointer(
            at.batch(),
            in.height(),
            in.width(),
            in.channels(),
            out.channels(),
            padding.height(),
            padding.width(),
            order(at) == Order.CHANNELS_LAST ? 0 : 1,
            NativeKernels.typeCode(at.formats().storage())));
    this.in = in;
    this.out = out;
    this.turned = turned;
  }

  /** Whether a convolution is one that this does, faster than oneDNN. */
  static boolean fits(Placement at) {
    Conv2d settings = at.layer(Conv2d.class);
    Size padding = settings.padding();
    Shape in = at.inputShape(0);
    Shape out = at.convolvedShape();
    return at.formats().tuning().winograd()
        && settings.kernel().equals(KERNEL)
        && settings.stride().equals(ONE)
        && padding.height() < KERNEL.height()
        && padding.width() < KERNEL.width()
        && settings.groups() == 1
        && settings.dilation().equals(ONE)
        && isOfVectors(order(at))
        && in.channels() % NativeKernels.lanes() == 0
        && out.channels() % NativeKernels.lanes() == 0
        && (long) in.channels() * out.channels() <= LARGEST_FILTER;
  }

  /** The same for the gradient of the weight, where there is none of a bias to be computed. */
  static boolean fitsWeightGradient(Placement at) {
    boolean halves =
        at.formats().storage() == memory.data_type.bf16 && !at.formats().tuning().wide();
    return fits(at)
        && !at.layer(Conv2d.class).bias()
        && (long) at.inputShape(0).channels() * at.convolvedShape().channels()
            <= (halves ? LARGEST_OF_BF16 : LARGEST_FILTER);
  }

  /** The convolution of a place. */
  static Winograd forward(Placement at) {
    Size padding = at.layer(Conv2d.class).padding();
    return new Winograd(at, at.inputShape(0), at.convolvedShape(), padding, false);
  }

  /** The gradient of the input is a convolution of that of the output with the turned weight. */
  static Winograd backwardData(Placement at) {
    Size padding = at.layer(Conv2d.class).padding();
    Size rest =
        new Size(KERNEL.height() - 1 - padding.height(), KERNEL.width() - 1 - padding.width());
    return new Winograd(at, at.convolvedShape(), at.inputShape(0), rest, true);
  }

  @Override
  long filterBytes() {
    return NativeKernels.winogradFilterBytes(in.channels(), out.channels());
  }

  @Override
  Transform filter() {
    return (weight, filter) ->
        NativeKernels.winogradFilter(
            in.channels(), out.channels(), threads, weight, filter, turned);
  }

  @Override
  long room() {
    return NativeKernels.winogradRoom(shape(), threads, false);
  }

  @Override
  void compute(
      long room, long source, long filter, long bias, long addend, long target, boolean relu) {
    NativeKernels.winograd(shape(), threads, room, source, filter, bias, addend, target, relu);
  }

  @Override
  long weightRoom() {
    return NativeKernels.winogradRoom(shape(), threads, true);
  }

  @Override
  void computeWeightGradient(long room, long source, long gradient, long weight, boolean adds) {
    NativeKernels.winogradWeightGradient(shape(), threads, room, source, gradient, weight, adds);
  }

  private static boolean isOfVectors(Order order) {
    return order == Order.CHANNELS_LAST || order.block() == NativeKernels.lanes();
  }

  private static Order order(Placement at) {
    return at.formats().tuning().order();
  }
}
