package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.GradientTensors;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors.Transform;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of 3x3 at stride 1, computed in 32 bits by Winograd's algorithm: it takes 36
 * products for what the definition takes 144, and rounds about twice as much.
 */
final class Winograd implements OwnConvolution {
  private static final Size KERNEL = Size.of(3);
  private static final Size ONE = Size.of(1);

  /** Beyond it a filter is read from memory so often that oneDNN is as fast. */
  private static final int LARGEST_FILTER = 256 * 256;

  /** The same for the gradient of a weight where oneDNN computes it from bf16 at twice the rate. */
  private static final int LARGEST_OF_BF16 = 128 * 128;

  private final Placement at;
  private final Assembler assembler;
  private final int threads;
  private final Shape in;
  private final Shape out;
  private final boolean turned;
  private final IntPointer shape;

  private Winograd(Placement at, Shape in, Shape out, Size padding, boolean turned) {
    this.at = at;
    this.assembler = at.assembler();
    this.threads = assembler.device().arithmetic().threads();
    this.in = in;
    this.out = out;
    this.turned = turned;
    this.shape =
        new IntPointer(
            at.batch(),
            in.height(),
            in.width(),
            in.channels(),
            out.channels(),
            padding.height(),
            padding.width(),
            order(at) == Order.CHANNELS_LAST ? 0 : 1,
            NativeKernels.typeCode(at.formats().storage()));
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
  public long filterBytes() {
    return NativeKernels.winogradFilterBytes(in.channels(), out.channels());
  }

  @Override
  public Transform filter() {
    return (weight, filter) ->
        NativeKernels.winogradFilter(
            in.channels(), out.channels(), threads, weight, filter, turned);
  }

  @Override
  public void convolve(
      Tensor from,
      Tensor filter,
      @Nullable Tensor bias,
      @Nullable Tensor addend,
      Tensor to,
      boolean relu) {
    assembler.run(
        Kind.CONVOLUTION,
        a ->
            NativeKernels.winograd(
                shape.address(),
                threads,
                a[0].address(),
                a[1].address(),
                a[2].address(),
                bias == null ? 0 : a[3].address(),
                addend == null ? 0 : a[4].address(),
                a[5].address(),
                relu),
        room(false),
        from,
        filter,
        bias == null ? filter : bias,
        addend == null ? to : addend,
        to);
  }

  /** Adds the gradient of the weight, to be added to the flat gradients or written there. */
  void addWeightGradient(Tensor source, Tensor ofOutput, String weight) {
    GradientTensors gradients = at.context().gradients();
    assembler.run(
        Kind.CONVOLUTION,
        a ->
            NativeKernels.winogradWeightGradient(
                shape.address(),
                threads,
                a[0].address(),
                a[1].address(),
                a[2].address(),
                a[3].address(),
                gradients.addsTo(weight)),
        room(true),
        source,
        ofOutput,
        gradients.weight(weight));
  }

  private Tensor room(boolean weightGradient) {
    long bytes = NativeKernels.winogradRoom(shape.address(), threads, weightGradient);
    return assembler.allocate(Formats.vector(bytes / Float.BYTES));
  }

  private static boolean isOfVectors(Order order) {
    return order == Order.CHANNELS_LAST || order.block() == NativeKernels.lanes();
  }

  private static Order order(Placement at) {
    return at.formats().tuning().order();
  }
}
