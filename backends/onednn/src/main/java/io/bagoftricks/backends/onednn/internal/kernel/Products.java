package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.GradientTensors;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors.Transform;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution as products of matrices in 32 bits, of activations that are stored in 16: where the
 * processor multiplies 32 bits at least as fast, this reads and writes half of the memory.
 */
final class Products implements OwnConvolution {
  private final Placement at;
  private final Assembler assembler;
  private final int threads;
  private final boolean backward;
  private final IntPointer shape;

  private Products(Placement at, boolean backward) {
    this.at = at;
    this.assembler = at.assembler();
    this.threads = assembler.device().arithmetic().threads();
    this.backward = backward;
    this.shape = shape(at);
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
  public long filterBytes() {
    Conv2d settings = at.layer(Conv2d.class);
    Size kernel = settings.kernel();
    return (long) Float.BYTES
        * at.inputShape(0).channels()
        * settings.outChannels()
        * kernel.height()
        * kernel.width();
  }

  @Override
  public Transform filter() {
    return (weight, panels) ->
        NativeKernels.productPanels(shape.address(), backward, threads, weight, panels);
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
            NativeKernels.product(
                shape.address(),
                backward,
                threads,
                a[0].address(),
                a[1].address(),
                a[2].address(),
                bias == null ? 0 : a[3].address(),
                addend == null ? 0 : a[4].address(),
                a[5].address(),
                relu),
        room(NativeKernels.productRoom(shape.address(), backward, threads)),
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
            NativeKernels.productWeightGradient(
                shape.address(),
                threads,
                a[0].address(),
                a[1].address(),
                a[2].address(),
                a[3].address(),
                gradients.addsTo(weight)),
        room(NativeKernels.productWeightRoom(shape.address(), threads)),
        source,
        ofOutput,
        gradients.weight(weight));
  }

  private Tensor room(long bytes) {
    return assembler.allocate(Formats.vector(bytes / Float.BYTES));
  }

  private static IntPointer shape(Placement at) {
    Conv2d settings = at.layer(Conv2d.class);
    Shape in = at.inputShape(0);
    Shape out = at.convolvedShape();
    return new IntPointer(
        at.batch(),
        in.height(),
        in.width(),
        in.channels(),
        out.height(),
        out.width(),
        out.channels(),
        settings.kernel().height(),
        settings.kernel().width(),
        settings.stride().height(),
        settings.stride().width(),
        settings.padding().height(),
        settings.padding().width(),
        1,
        NativeKernels.typeCode(at.formats().storage()));
  }
}
