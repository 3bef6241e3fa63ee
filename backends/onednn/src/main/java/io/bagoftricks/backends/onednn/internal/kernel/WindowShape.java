package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import org.bytedeco.javacpp.IntPointer;

/** A convolution's extents as kernels in C read them. */
final class WindowShape {
  private WindowShape() {}

  /**
   * Images, height, width and channels of the input, those of the output, height and width of the
   * window, of its stride and of its padding, and the type that activations are stored in.
   */
  static IntPointer of(Placement at) {
    Conv2d settings = at.layer(Conv2d.class);
    Shape in = at.inputShape(0);
    Shape out = at.convolvedShape();
    Size kernel = settings.kernel();
    Size stride = settings.stride();
    Size padding = settings.padding();
    return new IntPointer(
        at.batch(),
        in.height(),
        in.width(),
        in.channels(),
        out.height(),
        out.width(),
        out.channels(),
        kernel.height(),
        kernel.width(),
        stride.height(),
        stride.width(),
        padding.height(),
        padding.width(),
        NativeKernels.typeCode(at.formats().storage()));
  }
}
