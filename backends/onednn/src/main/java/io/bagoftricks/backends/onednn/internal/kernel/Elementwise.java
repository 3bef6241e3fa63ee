package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;

/** Sums and products of tensors, element by element. */
final class Elementwise {
  private final Assembler assembler;
  private final int batch;

  Elementwise(Assembler assembler, int batch) {
    this.assembler = assembler;
    this.batch = batch;
  }

  /** The sum, in place of the first or anywhere else. */
  void add(Tensor first, Tensor second, Tensor target, Shape shape) {
    compute(dnnl.algorithm.binary_add, new post_ops(), first, second, target, shape, shape);
  }

  /** The rectified sum. */
  void addAndRectify(Tensor first, Tensor second, Tensor target, Shape shape) {
    post_ops relu = new post_ops();
    relu.append_eltwise(dnnl.algorithm.eltwise_relu, 0, 0);
    compute(dnnl.algorithm.binary_add, relu, first, second, target, shape, shape);
  }

  /** The product; the second may have one value per channel. */
  void multiply(Tensor first, Tensor second, Tensor target, Shape shape, Shape ofSecond) {
    compute(dnnl.algorithm.binary_mul, new post_ops(), first, second, target, shape, ofSecond);
  }

  private void compute(
      dnnl.algorithm algorithm,
      post_ops operations,
      Tensor first,
      Tensor second,
      Tensor target,
      Shape shape,
      Shape ofSecond) {
    Formats formats = assembler.formats();
    binary.primitive_desc descriptor =
        Primitives.choose(
                algorithm.name(),
                formats.computeTypes(),
                type -> {
                  memory.desc data = formats.of(batch, shape, type);
                  return new binary.primitive_desc(
                      assembler.device().engine(),
                      algorithm,
                      data,
                      formats.of(batch, ofSecond, type),
                      data,
                      Primitives.attributes(operations),
                      false);
                })
            .descriptor();
    Tensor received = assembler.receiver(target, descriptor.dst_desc());
    assembler.execute(
        Kind.ELEMENTWISE,
        descriptor,
        Map.of(
            dnnl.DNNL_ARG_SRC_0,
            assembler.converted(first, descriptor.src0_desc()),
            dnnl.DNNL_ARG_SRC_1,
            assembler.converted(second, descriptor.src1_desc()),
            dnnl.DNNL_ARG_DST,
            received));
    assembler.deliver(received, target);
  }
}
