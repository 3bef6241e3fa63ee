package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Order;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.GradientTensors;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.IntPointer;

/**
 * The gradient of a convolution's weight in bf16 by our own kernel in tiles (AMX), added to the
 * flat gradients or written over them without a pass of its own.
 */
final class TiledWeightGradient {
  /** Tiles are 16 channels wide. */
  private static final int MULTIPLE = 16;

  private TiledWeightGradient() {}

  /** Whether there are tiles, and the convolution fills them. */
  static boolean fits(Placement at) {
    Conv2d settings = at.layer(Conv2d.class);
    return at.formats().tuning().tiles()
        && at.formats().storage() == memory.data_type.bf16
        && at.formats().tuning().order() == Order.CHANNELS_LAST // as the kernel reads them
        && at.inputShape(0).channels() % MULTIPLE == 0
        && at.outputShape().channels() % MULTIPLE == 0
        && settings.groups() == 1
        && settings.dilation().equals(Size.of(1))
        && !settings.bias();
  }

  /** Adds it, from activations and gradients as they are stored. */
  static void add(Placement at, Tensor source, Tensor gradient, String weight) {
    Assembler assembler = at.assembler();
    GradientTensors gradients = at.context().gradients();
    int threads = assembler.device().arithmetic().threads();
    IntPointer shape = WindowShape.of(at);
    long bytes = NativeKernels.weightGradientRoom(shape.address(), threads);
    assembler.run(
        Kind.CONVOLUTION,
        a ->
            NativeKernels.weightGradient(
                shape.address(),
                threads,
                a[0].address(),
                a[1].address(),
                a[2].address(),
                a[3].address(),
                gradients.addsTo(weight)),
        assembler.allocate(Formats.vector(bytes / Float.BYTES)),
        source,
        assembler.converted(gradient, at.formats().stored(at.batch(), at.outputShape())),
        gradients.weight(weight));
  }
}
