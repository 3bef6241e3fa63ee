package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.backends.onednn.internal.kernel.Convolution.Variant;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.onednn.internal.natives.Primitives.Chosen;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** A convolution in training, each pass in the way that is the fastest for it. */
public final class ConvKernel extends ConvolutionKernel {
  private final Convolution convolution;
  private final Optional<OwnConvolution> own;
  private final String weight;
  private final @Nullable String bias;
  private final Tensor source;

  public ConvKernel(Placement at) {
    super(at, at.newOutput());
    boolean biased = at.layer(Conv2d.class).bias();
    this.convolution = new Convolution(at, biased);
    this.own = OwnConvolution.of(at);
    this.weight = at.parameters().get("weight");
    this.bias = biased ? at.parameters().get("bias") : null;
    this.source = own.map(this::convolve).orElseGet(this::convolveByOneDnn);
  }

  @Override
  Tensor prepared(Tensor ofOutput) {
    return own.isPresent()
        ? assembler.converted(ofOutput, at.formats().stored(at.batch(), at.outputShape()))
        : ofOutput;
  }

  @Override
  Tensor inputGradient(Tensor ofOutput) {
    Tensor ofInput = assembler.allocate(at.formats().stored(at.batch(), at.inputShape(0)));
    if (own.isPresent()) {
      OwnConvolution backward = OwnConvolution.ofInputGradient(at);
      backward.convolve(ofOutput, filter(backward), null, null, ofInput, false);
    } else {
      inputGradientByOneDnn(ofOutput, ofInput);
    }
    return ofInput;
  }

  @Override
  void addWeightGradient(Tensor ofOutput) {
    if (TiledWeightGradient.fits(at)) {
      TiledWeightGradient.add(at, at.storedInput(0), ofOutput, weight);
    } else {
      OwnConvolution.ofWeightGradient(at)
          .ifPresentOrElse(
              kernel -> kernel.addWeightGradient(source, ofOutput, weight),
              () -> addWeightGradientByOneDnn(ofOutput));
    }
  }

  private Tensor convolve(OwnConvolution forward) {
    Tensor stored = at.storedInput(0);
    Tensor vector = bias == null ? null : at.context().parameters().vector(bias);
    forward.convolve(stored, filter(forward), vector, null, output(), false);
    return stored;
  }

  /** In training weights change with nearly every pass: a filter that is kept would be for one. */
  private Tensor filter(OwnConvolution pass) {
    return at.context().parameters().transformedAnew(weight, pass.filterBytes(), pass.filter());
  }

  private Tensor convolveByOneDnn() {
    Chosen<Variant, convolution_forward.primitive_desc> chosen =
        Primitives.choose(
            at.name(),
            convolution.variants(),
            variant ->
                convolution.forward(
                    dnnl.prop_kind.forward_training, variant, Primitives.attributes()));
    convolution_forward.primitive_desc forward = chosen.descriptor();
    Tensor read = assembler.converted(at.inputs().get(0), forward.src_desc());
    Tensor received = assembler.receiver(output(), forward.dst_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, read);
    arguments.put(
        dnnl.DNNL_ARG_WEIGHTS, at.context().parameters().weight(weight, forward.weights_desc()));
    if (bias != null) {
      arguments.put(dnnl.DNNL_ARG_BIAS, at.context().parameters().vector(bias));
    }
    arguments.put(dnnl.DNNL_ARG_DST, received);
    assembler.execute(Kind.CONVOLUTION, forward, arguments);
    assembler.deliver(received, output());
    return read;
  }

  private void inputGradientByOneDnn(Tensor ofOutput, Tensor ofInput) {
    Chosen<Variant, convolution_backward_data.primitive_desc> chosen =
        Primitives.choose(at.name(), convolution.variants(), convolution::backwardData);
    convolution_backward_data.primitive_desc backward = chosen.descriptor();
    Tensor received = assembler.receiver(ofInput, backward.diff_src_desc());
    assembler.execute(
        Kind.CONVOLUTION,
        backward,
        Map.of(
            dnnl.DNNL_ARG_DIFF_DST,
            assembler.converted(ofOutput, backward.diff_dst_desc()),
            dnnl.DNNL_ARG_WEIGHTS,
            at.context().parameters().weight(weight, backward.weights_desc()),
            dnnl.DNNL_ARG_DIFF_SRC,
            received));
    assembler.deliver(received, ofInput);
  }

  private void addWeightGradientByOneDnn(Tensor ofOutput) {
    Chosen<Variant, convolution_backward_weights.primitive_desc> chosen =
        Primitives.choose(at.name(), convolution.variants(), convolution::backwardWeights);
    convolution_backward_weights.primitive_desc backward = chosen.descriptor();
    Tensor toWeight = assembler.allocate(backward.diff_weights_desc());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, sourceAs(backward.src_desc()));
    arguments.put(dnnl.DNNL_ARG_DIFF_DST, assembler.converted(ofOutput, backward.diff_dst_desc()));
    arguments.put(dnnl.DNNL_ARG_DIFF_WEIGHTS, toWeight);
    if (bias != null) {
      arguments.put(dnnl.DNNL_ARG_DIFF_BIAS, at.context().gradients().vector(bias));
    }
    assembler.execute(Kind.CONVOLUTION, backward, arguments);
    at.context().gradients().commit(weight, toWeight);
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
