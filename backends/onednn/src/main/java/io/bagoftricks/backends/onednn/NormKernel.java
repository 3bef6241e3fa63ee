package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.Primitives.Chosen;
import io.bagoftricks.backends.spi.LocalParameters;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** Batch normalization, with the ReLU behind it. Statistics and parameters have 32 bits. */
final class NormKernel implements Kernel {
  private final Placement at;
  private final Assembler assembler;
  private final LocalParameters<String> parameters;
  private final float epsilon;
  private final int flags;
  private final Tensor input;
  private final Tensor mean;
  private final Tensor variance;
  private final Tensor gamma;
  private final batch_normalization_forward.primitive_desc forward;
  private final Tensor output;
  private final @Nullable Tensor workspace;

  NormKernel(Placement at) {
    this.at = at;
    this.assembler = at.assembler();
    this.parameters = at.parameters();
    this.epsilon = (float) at.layer(BatchNorm2d.class).epsilon();
    requireSeveralValues(at);
    this.flags =
        dnnl.normalization_flags.use_scale.value
            | dnnl.normalization_flags.use_shift.value
            | (at.training() ? 0 : dnnl.normalization_flags.use_global_stats.value)
            | (at.unit().hasRelu() ? dnnl.normalization_flags.fuse_norm_relu.value : 0);
    this.input = at.storedInput(0);
    this.mean = at.context().statistics().mean(at.name(), at.training());
    this.variance = at.context().statistics().variance(at.name(), at.training());
    this.gamma = at.context().parameters().vector(parameters.get("weight"));
    Chosen<memory.desc, batch_normalization_forward.primitive_desc> chosen =
        Primitives.choose(at.name(), variants(), this::describe);
    this.forward = chosen.descriptor();
    this.output = at.newOutput();
    Tensor received = assembler.receiver(output, forward.dst_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, assembler.converted(input, forward.src_desc()));
    arguments.put(dnnl.DNNL_ARG_MEAN, mean);
    arguments.put(dnnl.DNNL_ARG_VARIANCE, variance);
    arguments.put(dnnl.DNNL_ARG_SCALE, gamma);
    arguments.put(dnnl.DNNL_ARG_SHIFT, at.context().parameters().vector(parameters.get("bias")));
    arguments.put(dnnl.DNNL_ARG_DST, received);
    this.workspace =
        at.training() && at.unit().hasRelu() ? assembler.allocate(forward.workspace_desc()) : null;
    if (workspace != null) {
      arguments.put(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    assembler.execute(Kind.NORMALIZATION, forward, arguments);
    assembler.deliver(received, output);
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
  public List<@Nullable Tensor> backward(
      Tensor gradient, boolean mayOverwrite, List<Boolean> wanted) {
    batch_normalization_backward.primitive_desc backward =
        new batch_normalization_backward.primitive_desc(
            assembler.device().engine(),
            dnnl.prop_kind.backward.value,
            forward.src_desc(),
            forward.src_desc(),
            forward.src_desc(),
            epsilon,
            flags,
            forward,
            Primitives.attributes(),
            false);
    Tensor ofOutput = assembler.converted(gradient, backward.diff_dst_desc());
    boolean inPlace = ofOutput != gradient || mayOverwrite;
    Tensor received = inPlace ? ofOutput : assembler.allocate(backward.diff_src_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, assembler.converted(input, backward.src_desc()));
    arguments.put(dnnl.DNNL_ARG_MEAN, mean);
    arguments.put(dnnl.DNNL_ARG_VARIANCE, variance);
    arguments.put(dnnl.DNNL_ARG_SCALE, gamma);
    arguments.put(dnnl.DNNL_ARG_DIFF_DST, ofOutput);
    arguments.put(dnnl.DNNL_ARG_DIFF_SRC, received);
    arguments.put(
        dnnl.DNNL_ARG_DIFF_SCALE, at.context().gradients().vector(parameters.get("weight")));
    arguments.put(
        dnnl.DNNL_ARG_DIFF_SHIFT, at.context().gradients().vector(parameters.get("bias")));
    if (workspace != null) {
      arguments.put(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    assembler.execute(Kind.NORMALIZATION, backward, arguments);
    return Collections.singletonList(
        assembler.converted(received, at.formats().stored(at.batch(), at.inputShape(0))));
  }

  private List<memory.desc> variants() {
    List<memory.desc> variants = new ArrayList<>();
    for (memory.data_type type : at.formats().computeTypes()) {
      variants.add(at.inputDesc(0, type));
      variants.add(Formats.channelsLast(at.batch(), at.inputShape(0), type));
    }
    return variants;
  }

  private batch_normalization_forward.primitive_desc describe(memory.desc data) {
    dnnl.prop_kind kind =
        at.training() ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference;
    return new batch_normalization_forward.primitive_desc(
        assembler.device().engine(),
        kind.value,
        data,
        data,
        epsilon,
        flags,
        Primitives.attributes(),
        false);
  }

  private static void requireSeveralValues(Placement at) {
    Shape shape = at.inputShape(0);
    if (at.training() && (long) at.batch() * shape.height() * shape.width() == 1) {
      throw new IllegalArgumentException(
          "%s: a batch norm needs more than one value a channel to train, but batch 1 at 1x1 has one. Use a larger batch or input."
              .formatted(at.name()));
    }
  }
}
