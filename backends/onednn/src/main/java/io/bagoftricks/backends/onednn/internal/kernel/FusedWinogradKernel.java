package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors;
import io.bagoftricks.backends.onednn.internal.plan.ParameterTensors.Folded;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import io.bagoftricks.backends.spi.LocalParameters;
import org.jspecify.annotations.Nullable;

/**
 * A convolution in evaluation by Winograd's algorithm, with the batch norm, the sum and the ReLU
 * behind it.
 */
public final class FusedWinogradKernel extends ConvolutionKernel {
  private final Winograd convolution;

  public FusedWinogradKernel(Placement at) {
    super(at, at.unit().add().isPresent() ? at.outputOver(1) : at.newOutput());
    this.convolution = Winograd.forward(at);
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
                  weight, bias, norm, convolution.filterBytes(), convolution.filter(false));
      convolve(source, folded.weight(), folded.bias(), addend);
    }
  }

  /** Whether a convolution is one that this does, faster than oneDNN. */
  public static boolean fits(Placement at) {
    return Winograd.fits(at);
  }

  private void convolve(
      Tensor source, Tensor filter, @Nullable Tensor bias, @Nullable Tensor addend) {
    convolution.convolve(source, filter, bias, addend, output(), at.unit().hasRelu());
  }

  private Tensor filter(String weight) {
    return parameters().transformed(weight, convolution.filterBytes(), convolution.filter(false));
  }

  private ParameterTensors parameters() {
    return at.context().parameters();
  }
}
