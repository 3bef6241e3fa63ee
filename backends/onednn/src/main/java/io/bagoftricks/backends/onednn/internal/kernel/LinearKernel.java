package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Linear;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.LocalParameters;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** A linear layer. Logits leave it in 32 bits, whatever activations are stored in. */
public final class LinearKernel implements Kernel {
  private final Placement at;
  private final Assembler assembler;
  private final engine engine;
  private final LocalParameters<String> parameters;
  private final int inFeatures;
  private final int outFeatures;
  private final boolean biased;
  private final Tensor input;
  private final inner_product_forward.primitive_desc forward;
  private final Tensor output;

  public LinearKernel(Placement at) {
    Linear settings = at.layer(Linear.class);
    this.at = at;
    this.assembler = at.assembler();
    this.engine = assembler.device().engine();
    this.parameters = at.parameters();
    this.inFeatures = at.inputShape(0).channels();
    this.outFeatures = settings.outFeatures();
    this.biased = settings.bias();
    // One value per channel: the order of the axes makes no difference.
    this.input = at.storedInput(0).as(matrix(inFeatures, at.formats().storage()));
    this.forward =
        Primitives.choose(at.name(), at.formats().productTypes(), this::describeForward)
            .descriptor();
    this.output = at.logits().orElseGet(at::newOutput);
    Tensor target = output.as(matrix(outFeatures, output.desc().get_data_type()));
    Tensor received =
        target.desc().equals(forward.dst_desc()) ? target : assembler.allocate(forward.dst_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, assembler.converted(input, forward.src_desc()));
    arguments.put(
        dnnl.DNNL_ARG_WEIGHTS,
        at.context().parameters().weight(parameters.get("weight"), forward.weights_desc()));
    if (biased) {
      arguments.put(dnnl.DNNL_ARG_BIAS, at.context().parameters().vector(parameters.get("bias")));
    }
    arguments.put(dnnl.DNNL_ARG_DST, received);
    assembler.execute(Kind.MATMUL, forward, arguments);
    assembler.deliver(received, target);
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
    Tensor whole = gradient.whole();
    Tensor ofOutput = whole.as(matrix(outFeatures, whole.desc().get_data_type()));
    backwardWeights(ofOutput);
    return Collections.singletonList(wanted.get(0) ? backwardData(ofOutput) : null);
  }

  private Tensor backwardData(Tensor ofOutput) {
    inner_product_backward_data.primitive_desc backward =
        Primitives.choose(
                at.name(),
                at.formats().productTypes(),
                type ->
                    new inner_product_backward_data.primitive_desc(
                        engine,
                        matrix(inFeatures, type),
                        weights(type),
                        matrix(outFeatures, type),
                        hint(type),
                        Primitives.attributes(),
                        false))
            .descriptor();
    Tensor target = assembler.allocate(at.formats().stored(at.batch(), at.inputShape(0)));
    Tensor flat = target.as(matrix(inFeatures, at.formats().storage()));
    Tensor received = assembler.receiver(flat, backward.diff_src_desc());
    assembler.execute(
        Kind.MATMUL,
        backward,
        Map.of(
            dnnl.DNNL_ARG_DIFF_DST,
            assembler.converted(ofOutput, backward.diff_dst_desc()),
            dnnl.DNNL_ARG_WEIGHTS,
            at.context().parameters().weight(parameters.get("weight"), backward.weights_desc()),
            dnnl.DNNL_ARG_DIFF_SRC,
            received));
    assembler.deliver(received, flat);
    return target;
  }

  private void backwardWeights(Tensor ofOutput) {
    inner_product_backward_weights.primitive_desc backward =
        Primitives.choose(
                at.name(),
                at.formats().productTypes(),
                type ->
                    new inner_product_backward_weights.primitive_desc(
                        engine,
                        matrix(inFeatures, type),
                        weights(memory.data_type.f32),
                        bias(),
                        matrix(outFeatures, type),
                        hint(type),
                        Primitives.attributes(),
                        false))
            .descriptor();
    Tensor toWeight = assembler.allocate(backward.diff_weights_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, assembler.converted(input, backward.src_desc()));
    arguments.put(dnnl.DNNL_ARG_DIFF_DST, assembler.converted(ofOutput, backward.diff_dst_desc()));
    arguments.put(dnnl.DNNL_ARG_DIFF_WEIGHTS, toWeight);
    if (biased) {
      arguments.put(
          dnnl.DNNL_ARG_DIFF_BIAS, at.context().gradients().vector(parameters.get("bias")));
    }
    assembler.execute(Kind.MATMUL, backward, arguments);
    at.context().gradients().commit(parameters.get("weight"), toWeight);
  }

  private inner_product_forward.primitive_desc describeForward(memory.data_type type) {
    memory.data_type result = at.logits().isPresent() ? memory.data_type.f32 : type;
    return describeForward(type, result);
  }

  private inner_product_forward.primitive_desc hint(memory.data_type type) {
    return describeForward(type, type);
  }

  private inner_product_forward.primitive_desc describeForward(
      memory.data_type type, memory.data_type result) {
    return new inner_product_forward.primitive_desc(
        engine,
        at.training() ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
        matrix(inFeatures, type),
        weights(type),
        bias(),
        matrix(outFeatures, result),
        Primitives.attributes(),
        false);
  }

  private memory.desc bias() {
    return biased ? Formats.vector(outFeatures) : new memory.desc();
  }

  private memory.desc weights(memory.data_type type) {
    return new memory.desc(new long[] {outFeatures, inFeatures}, type, memory.format_tag.any);
  }

  private memory.desc matrix(int features, memory.data_type type) {
    return new memory.desc(new long[] {at.batch(), features}, type, memory.format_tag.ab);
  }
}
