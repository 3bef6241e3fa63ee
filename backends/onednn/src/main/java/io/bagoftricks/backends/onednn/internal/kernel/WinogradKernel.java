package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.plan.GradientTensors;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.IntPointer;

/**
 * A convolution of 3x3 at stride 1 in training, in 32 bits, by Winograd's algorithm: all three
 * passes take 36 products for what the definition takes 144. They round about twice as much.
 */
public final class WinogradKernel extends ConvolutionKernel {
  private static final Size KERNEL = Size.of(3);
  private static final Size ONE = Size.of(1);

  /** Beyond it a filter is read from memory so often that oneDNN is as fast. */
  private static final int LARGEST_FILTER = 256 * 256;

  private final int threads;
  private final String weight;
  private final Tensor source;

  public WinogradKernel(Placement at) {
    super(at, at.newOutput());
    this.threads = assembler.device().arithmetic().threads();
    this.weight = at.parameters().get("weight");
    this.source = at.storedInput(0);
    convolve(source, at.inputShape(0), output(), at.outputShape(), padding(), false);
  }

  /** Whether a convolution is one that this does, faster than oneDNN. */
  public static boolean fits(Placement at) {
    Conv2d settings = at.layer(Conv2d.class);
    Size padding = settings.padding();
    return at.formats().tuning().winograd()
        && at.formats().storage() == memory.data_type.f32
        && settings.kernel().equals(KERNEL)
        && settings.stride().equals(ONE)
        && padding.height() < KERNEL.height()
        && padding.width() < KERNEL.width()
        && settings.groups() == 1
        && settings.dilation().equals(ONE)
        && !settings.bias()
        && isOfVectors(order(at))
        && at.inputShape(0).channels() % NativeKernels.winogradChannels() == 0
        && at.outputShape().channels() % NativeKernels.winogradChannels() == 0
        && at.inputShape(0).channels() * at.outputShape().channels() <= LARGEST_FILTER;
  }

  /** The gradient of the input is a convolution of that of the output with the turned weight. */
  @Override
  Tensor inputGradient(Tensor ofOutput) {
    Tensor ofInput = assembler.allocate(at.formats().stored(at.batch(), at.inputShape(0)));
    Size rest =
        new Size(KERNEL.height() - 1 - padding().height(), KERNEL.width() - 1 - padding().width());
    convolve(ofOutput, at.outputShape(), ofInput, at.inputShape(0), rest, true);
    return ofInput;
  }

  private void convolve(
      Tensor from, Shape in, Tensor to, Shape out, Size padding, boolean backward) {
    IntPointer shape = shape(in, out, padding);
    Tensor filter =
        at.context()
            .parameters()
            .transformed(
                weight,
                NativeKernels.winogradFilterBytes(in.channels(), out.channels()),
                (master, copy) ->
                    NativeKernels.winogradFilter(
                        in.channels(), out.channels(), threads, master, copy, backward));
    assembler.run(
        Kind.CONVOLUTION,
        a ->
            NativeKernels.winograd(
                shape.address(),
                threads,
                a[0].address(),
                a[1].address(),
                a[2].address(),
                a[3].address()),
        room(shape, false),
        from,
        filter,
        to);
  }

  @Override
  void addWeightGradient(Tensor ofOutput) {
    IntPointer shape = shape(at.inputShape(0), at.outputShape(), padding());
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
        room(shape, true),
        source,
        ofOutput,
        gradients.weight(weight));
  }

  private Tensor room(IntPointer shape, boolean weightGradient) {
    long bytes = NativeKernels.winogradRoom(shape.address(), threads, weightGradient);
    return assembler.allocate(Formats.vector(bytes / Float.BYTES));
  }

  private IntPointer shape(Shape in, Shape out, Size padding) {
    return new IntPointer(
        at.batch(),
        in.height(),
        in.width(),
        in.channels(),
        out.channels(),
        padding.height(),
        padding.width(),
        order(at) == Order.CHANNELS_LAST ? 0 : 1);
  }

  private static boolean isOfVectors(Order order) {
    return order == Order.CHANNELS_LAST || order.block() == NativeKernels.winogradChannels();
  }

  @Override
  Tensor prepared(Tensor ofOutput) {
    return assembler.converted(ofOutput, at.formats().stored(at.batch(), at.outputShape()));
  }

  private Size padding() {
    return at.layer(Conv2d.class).padding();
  }

  private static Order order(Placement at) {
    return at.formats().tuning().order();
  }
}
