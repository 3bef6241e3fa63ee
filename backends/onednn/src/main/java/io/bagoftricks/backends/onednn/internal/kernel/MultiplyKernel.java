package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.jspecify.annotations.Nullable;

/** A product; its second factor may have one value per channel. */
public final class MultiplyKernel implements Kernel {
  private final Placement at;
  private final Assembler assembler;
  private final Elementwise elementwise;
  private final Tensor first;
  private final Tensor second;
  private final Tensor output;

  public MultiplyKernel(Placement at) {
    this.at = at;
    this.assembler = at.assembler();
    this.elementwise = new Elementwise(assembler, at.batch());
    this.first = at.storedInput(0);
    this.second = at.storedInput(1);
    this.output = at.newOutput();
    elementwise.multiply(first, second, output, at.outputShape(), at.inputShape(1));
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
    Tensor ofOutput = gradient.whole();
    return Arrays.asList(
        wanted.get(0) ? toFirst(ofOutput) : null, wanted.get(1) ? toSecond(ofOutput) : null);
  }

  private Tensor toFirst(Tensor gradient) {
    Tensor target = at.newOutput();
    elementwise.multiply(gradient, second, target, at.outputShape(), at.inputShape(1));
    return target;
  }

  private Tensor toSecond(Tensor gradient) {
    Shape shape = at.outputShape();
    if (at.inputShape(1).equals(shape)) {
      Tensor target = at.newOutput();
      elementwise.multiply(gradient, first, target, shape, shape);
      return target;
    }
    // The products are summed over a whole plane: in 32 bits, or 16 would lose the small ones.
    Tensor products = assembler.allocate(at.formats().of(at.batch(), shape, memory.data_type.f32));
    elementwise.multiply(gradient, first, products, shape, shape);
    return sumOverPlanes(products);
  }

  /** As means times their number: oneDNN averages fast, and sums slowly. */
  private Tensor sumOverPlanes(Tensor products) {
    Shape shape = at.outputShape();
    long[] plane = {shape.height(), shape.width()};
    long[] none = {0, 0};
    post_ops times = new post_ops();
    times.append_eltwise(
        dnnl.algorithm.eltwise_linear, (float) (shape.height() * shape.width()), 0);
    memory.desc sums = at.inputDesc(1, memory.data_type.f32);
    pooling_forward.primitive_desc descriptor =
        new pooling_forward.primitive_desc(
            assembler.device().engine(),
            dnnl.prop_kind.forward_inference,
            dnnl.algorithm.pooling_avg_exclude_padding,
            products.desc(),
            sums,
            plane,
            plane,
            none,
            none,
            none,
            Primitives.attributes(times),
            false);
    Tensor target = assembler.allocate(at.formats().stored(at.batch(), at.inputShape(1)));
    Tensor received = assembler.receiver(target, sums);
    assembler.execute(
        Kind.ELEMENTWISE,
        descriptor,
        Map.of(dnnl.DNNL_ARG_SRC, products, dnnl.DNNL_ARG_DST, received));
    assembler.deliver(received, target);
    return target;
  }
}
