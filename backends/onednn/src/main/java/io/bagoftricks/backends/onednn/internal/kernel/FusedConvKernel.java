package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.backends.onednn.internal.natives.Primitives;
import io.bagoftricks.backends.onednn.internal.natives.Primitives.Chosen;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.LocalParameters;
import io.bagoftricks.backends.spi.Profiler.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;

/** A convolution in evaluation, with the batch norm, the sum and the ReLU behind it. */
public final class FusedConvKernel extends ConvolutionKernel {
  /** How a residual sum is fused. */
  private enum Sum {
    /** There is none. */
    NONE,
    /** Read from where it is. */
    READ,
    /** Added to the destination, which holds it. */
    IN_PLACE
  }

  private static final int FIRST_POST_OPERATION = dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;

  private record Choice(Convolution.Variant layout, Sum sum) {}

  private FusedConvKernel(Placement at, Chosen<Choice, convolution_forward.primitive_desc> chosen) {
    super(at, chosen.variant().sum() == Sum.IN_PLACE ? at.outputOver(1) : at.newOutput());
    convolution_forward.primitive_desc forward = chosen.descriptor();
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(dnnl.DNNL_ARG_SRC, assembler.converted(at.inputs().get(0), forward.src_desc()));
    putParameters(arguments, forward.weights_desc());
    Tensor received = assembler.receiver(output(), forward.dst_desc());
    switch (chosen.variant().sum()) {
      case NONE -> {}
      case READ ->
          arguments.put(
              FIRST_POST_OPERATION | dnnl.DNNL_ARG_SRC_1,
              assembler.converted(at.inputs().get(1), addend(at, chosen.variant())));
      case IN_PLACE -> {
        if (received != at.inputs().get(1)) {
          assembler.reorder(at.inputs().get(1), received);
        }
      }
    }
    arguments.put(dnnl.DNNL_ARG_DST, received);
    assembler.execute(Kind.CONVOLUTION, forward, arguments);
    assembler.deliver(received, output());
  }

  /** With the first layout and sum that oneDNN can compute. */
  public static FusedConvKernel of(Placement at) {
    boolean biased = at.layer(Conv2d.class).bias() || at.unit().norm().isPresent();
    Convolution convolution = new Convolution(at, biased);
    return new FusedConvKernel(
        at,
        Primitives.choose(
            at.name(), choices(at, convolution), choice -> describe(at, convolution, choice)));
  }

  private static List<Choice> choices(Placement at, Convolution convolution) {
    List<Sum> sums = List.of(Sum.NONE);
    if (at.unit().add().isPresent()) {
      sums =
          at.mayOverwrite().get(1)
              ? List.of(Sum.IN_PLACE, Sum.READ)
              : List.of(Sum.READ, Sum.IN_PLACE);
    }
    List<Choice> choices = new ArrayList<>();
    for (Convolution.Variant layout : convolution.variants()) {
      sums.forEach(sum -> choices.add(new Choice(layout, sum)));
    }
    return choices;
  }

  private static convolution_forward.primitive_desc describe(
      Placement at, Convolution convolution, Choice choice) {
    post_ops operations = new post_ops();
    switch (choice.sum()) {
      case NONE -> {}
      case READ -> operations.append_binary(dnnl.algorithm.binary_add, addend(at, choice));
      case IN_PLACE -> operations.append_sum();
    }
    if (at.unit().hasRelu()) {
      operations.append_eltwise(dnnl.algorithm.eltwise_relu, 0, 0);
    }
    return convolution.forward(
        dnnl.prop_kind.forward_inference, choice.layout(), Primitives.attributes(operations));
  }

  private static memory.desc addend(Placement at, Choice choice) {
    return at.formats().of(at.batch(), at.outputShape(), choice.layout().type());
  }

  private void putParameters(Map<Integer, Tensor> arguments, memory.desc weights) {
    LocalParameters<String> parameters = at.parameters();
    String weight = parameters.get("weight");
    String bias = at.layer(Conv2d.class).bias() ? parameters.get("bias") : null;
    ParameterTensors tensors = at.context().parameters();
    Vertex norm = at.unit().norm().orElse(null);
    if (norm != null) {
      ParameterTensors.Folded folded = tensors.folded(weight, bias, norm, weights);
      arguments.put(dnnl.DNNL_ARG_WEIGHTS, folded.weight());
      arguments.put(dnnl.DNNL_ARG_BIAS, folded.bias());
      return;
    }
    arguments.put(dnnl.DNNL_ARG_WEIGHTS, tensors.weight(weight, weights));
    if (bias != null) {
      arguments.put(dnnl.DNNL_ARG_BIAS, tensors.vector(bias));
    }
  }
}
