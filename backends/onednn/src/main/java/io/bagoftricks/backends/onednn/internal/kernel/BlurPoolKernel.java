package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.onednn.internal.natives.Formats.Panels;
import io.bagoftricks.backends.onednn.internal.natives.NativeKernels;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** A blur that leaves values out, on activations as they are stored. */
public final class BlurPoolKernel implements Kernel {
  private final Placement at;
  private final Size stride;
  private final int type;
  private final int threads;
  private final Tensor output;

  public BlurPoolKernel(Placement at) {
    this.at = at;
    this.stride = at.layer(BlurPool2d.class).stride();
    this.type = NativeKernels.typeCode(at.formats().storage());
    this.threads = at.assembler().device().arithmetic().threads();
    this.output = at.newOutput();
    run(false, at.storedInput(0), output);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public boolean needsOutput() {
    return false;
  }

  @Override
  public List<@Nullable Tensor> backward(OutputGradient gradient, List<Boolean> wanted) {
    Tensor target = at.assembler().allocate(at.formats().stored(at.batch(), at.inputShape(0)));
    memory.desc stored = at.formats().stored(at.batch(), at.outputShape());
    run(true, at.assembler().converted(gradient.whole(), stored), target);
    return Collections.singletonList(target);
  }

  private void run(boolean backward, Tensor from, Tensor to) {
    Shape in = at.inputShape(0);
    Panels panels = at.formats().panels(at.batch(), in);
    long planes = panels.count() * panels.rows() / ((long) in.height() * in.width());
    at.assembler()
        .run(
            Kind.POOLING,
            a ->
                NativeKernels.blur(
                    type,
                    planes,
                    in.height(),
                    in.width(),
                    panels.width(),
                    stride.height(),
                    stride.width(),
                    threads,
                    a[0].address(),
                    a[1].address(),
                    backward),
            from,
            to);
  }
}
