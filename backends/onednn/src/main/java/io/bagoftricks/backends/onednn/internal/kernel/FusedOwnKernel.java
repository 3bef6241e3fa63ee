package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors.Folded;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.LocalParameters;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A convolution in evaluation by a kernel of our own, with the batch norm, the sum and the ReLU
 * behind it.
 */
public final class FusedOwnKernel extends ConvolutionKernel {
  private final OwnConvolution convolution;

  private FusedOwnKernel(Placement at, OwnConvolution convolution) {
    super(at, at.unit().add().isPresent() ? at.outputOver(1) : at.newOutput());
    this.convolution = convolution;
    Tensor source = at.storedInput(0);
    Tensor addend = at.unit().add().isPresent() ? at.storedInput(1) : null;
    LocalParameters<String> names = at.parameters();
    String weight = names.get("weight");
    String bias = at.layer(Conv2d.class).bias() ? names.get("bias") : null;
    Vertex norm = at.unit().norm().orElse(null);
    if (norm == null) {
      Tensor vector = bias == null ? null : parameters().vector(bias);
      convolve(source, filter(weight), vector, addend);
    } else {
      Folded folded =
          parameters()
              .foldedAndTransformed(
                  weight, bias, norm, convolution.filterBytes(), convolution.filter());
      convolve(source, folded.weight(), folded.bias(), addend);
    }
  }

  /** The kernel of a convolution that this does, faster than oneDNN. */
  public static Optional<Kernel> of(Placement at) {
    return OwnConvolution.of(at).map(convolution -> new FusedOwnKernel(at, convolution));
  }

  private void convolve(
      Tensor source, Tensor filter, @Nullable Tensor bias, @Nullable Tensor addend) {
    convolution.convolve(source, filter, bias, addend, output(), at.unit().hasRelu());
  }

  private Tensor filter(String weight) {
    return parameters().transformed(weight, convolution.filterBytes(), convolution.filter());
  }

  private ParameterTensors parameters() {
    return at.context().parameters();
  }
}
