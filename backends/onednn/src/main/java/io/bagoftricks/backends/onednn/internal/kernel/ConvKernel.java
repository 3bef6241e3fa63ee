package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.onednn.internal.kernel.Convolution.Variant;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.onednn.internal.natives.Primitives.Chosen;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.LocalParameters;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** A convolution in training. */
public final class ConvKernel extends ConvolutionKernel {
  private final boolean biased;
  private final Convolution convolution;
  private final LocalParameters<String> parameters;
  private final Tensor source;

  public ConvKernel(Placement at) {
    super(at, at.newOutput());
    this.biased = at.layer(Conv2d.class).bias();
    this.convolution = new Convolution(at, biased);
    this.parameters = at.parameters();
    Chosen<Variant, convolution_forward.primitive_desc> chosen =
        Primitives.choose(
            at.name(),
            convolution.variants(),
            variant ->
                convolution.forward(
                    dnnl.prop_kind.forward_training, variant, Primitives.attributes()));
    convolution_forward.primitive_desc forward = chosen.descriptor();
    this.source = assembler.converted(at.inputs().get(0), forward.src_desc());
    Tensor received = assembler.receiver(output(), forward.dst_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, source);
    arguments.put(
        dnnl.DNNL_ARG_WEIGHTS,
        at.context().parameters().weight(parameters.get("weight"), forward.weights_desc()));
    if (biased) {
      arguments.put(dnnl.DNNL_ARG_BIAS, at.context().parameters().vector(parameters.get("bias")));
    }
    arguments.put(dnnl.DNNL_ARG_DST, received);
    assembler.execute(Kind.CONVOLUTION, forward, arguments);
    assembler.deliver(received, output());
  }

  @Override
  Tensor inputGradient(Tensor ofOutput) {
    Chosen<Variant, convolution_backward_data.primitive_desc> chosen =
        Primitives.choose(at.name(), convolution.variants(), convolution::backwardData);
    convolution_backward_data.primitive_desc backward = chosen.descriptor();
    Tensor target = assembler.allocate(at.formats().stored(at.batch(), at.inputShape(0)));
    Tensor received = assembler.receiver(target, backward.diff_src_desc());
    assembler.execute(
        Kind.CONVOLUTION,
        backward,
        Map.of(
            dnnl.DNNL_ARG_DIFF_DST,
            assembler.converted(ofOutput, backward.diff_dst_desc()),
            dnnl.DNNL_ARG_WEIGHTS,
            at.context().parameters().weight(parameters.get("weight"), backward.weights_desc()),
            dnnl.DNNL_ARG_DIFF_SRC,
            received));
    assembler.deliver(received, target);
    return target;
  }

  @Override
  void addWeightGradient(Tensor ofOutput) {
    if (TiledWeightGradient.fits(at)) {
      TiledWeightGradient.add(at, at.storedInput(0), ofOutput, parameters.get("weight"));
    } else {
      addWeightGradientOfOneDnn(ofOutput);
    }
  }

  private void addWeightGradientOfOneDnn(Tensor ofOutput) {
    Chosen<Variant, convolution_backward_weights.primitive_desc> chosen =
        Primitives.choose(at.name(), convolution.variants(), convolution::backwardWeights);
    convolution_backward_weights.primitive_desc backward = chosen.descriptor();
    Tensor toWeight = assembler.allocate(backward.diff_weights_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, sourceAs(backward.src_desc()));
    arguments.put(dnnl.DNNL_ARG_DIFF_DST, assembler.converted(ofOutput, backward.diff_dst_desc()));
    arguments.put(dnnl.DNNL_ARG_DIFF_WEIGHTS, toWeight);
    if (biased) {
      arguments.put(
          dnnl.DNNL_ARG_DIFF_BIAS, at.context().gradients().vector(parameters.get("bias")));
    }
    assembler.execute(Kind.CONVOLUTION, backward, arguments);
    at.context().gradients().commit(parameters.get("weight"), toWeight);
  }

  /**
   * Images are converted once for both passes. Other activations are kept as stored, and converted
   * again where the type to compute in is wider: keeping them would cost what storing 16 bits
   * saves.
   */
  private Tensor sourceAs(memory.desc wanted) {
    boolean readsImages = at.unit().inputs().get(0).equals(Network.INPUT);
    if (readsImages && source.desc().equals(wanted)) {
      return source;
    }
    return assembler.converted(at.inputs().get(0), wanted);
  }
}
