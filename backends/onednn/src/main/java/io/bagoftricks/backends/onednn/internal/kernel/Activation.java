package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.Map;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** An activation function both ways, at one place. */
final class Activation {
  private final Placement at;
  private final Assembler assembler;
  private final dnnl.algorithm kind;
  private final eltwise_forward.primitive_desc forward;

  /**
   * A function at a place.
   *
   * @param kind one whose backward reads the output
   */
  Activation(Placement at, dnnl.algorithm kind) {
    this.at = at;
    this.assembler = at.assembler();
    this.kind = kind;
    this.forward =
        Primitives.choose(
                at.name(),
                at.formats().computeTypes(),
                type -> describe(at.formats().of(at.batch(), at.outputShape(), type)))
            .descriptor();
  }

  /** Applies it. */
  void forward(Tensor input, Tensor output) {
    Tensor received = assembler.receiver(output, forward.dst_desc());
    assembler.execute(
        Kind.ACTIVATION,
        forward,
        Map.of(
            dnnl.DNNL_ARG_SRC,
            assembler.converted(input, forward.src_desc()),
            dnnl.DNNL_ARG_DST,
            received));
    assembler.deliver(received, output);
  }

  /** The gradient before it from that behind it. */
  Tensor backward(Tensor output, Tensor gradient, boolean mayOverwrite) {
    memory.desc data = forward.dst_desc();
    eltwise_backward.primitive_desc backward =
        new eltwise_backward.primitive_desc(
            assembler.device().engine(),
            kind,
            data,
            data,
            data,
            0,
            0,
            forward,
            Primitives.attributes(),
            false);
    Tensor ofOutput = assembler.converted(gradient, backward.diff_dst_desc());
    boolean inPlace = ofOutput != gradient || mayOverwrite;
    Tensor received = inPlace ? ofOutput : assembler.allocate(backward.diff_src_desc());
    assembler.execute(
        Kind.ACTIVATION,
        backward,
        Map.of(
            dnnl.DNNL_ARG_DST,
            assembler.converted(output, data),
            dnnl.DNNL_ARG_DIFF_DST,
            ofOutput,
            dnnl.DNNL_ARG_DIFF_SRC,
            received));
    return assembler.converted(received, at.formats().stored(at.batch(), at.outputShape()));
  }

  private eltwise_forward.primitive_desc describe(memory.desc data) {
    return new eltwise_forward.primitive_desc(
        assembler.device().engine(),
        at.training() ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
        kind,
        data,
        data,
        0,
        0,
        Primitives.attributes(),
        false);
  }
}
