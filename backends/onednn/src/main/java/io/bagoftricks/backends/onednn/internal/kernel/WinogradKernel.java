package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;

/** A convolution in training, whose three passes are computed by Winograd's algorithm. */
public final class WinogradKernel extends ConvolutionKernel {
  private final Winograd forward;
  private final String weight;
  private final Tensor source;

  public WinogradKernel(Placement at) {
    super(at, at.newOutput());
    this.forward = Winograd.forward(at);
    this.weight = at.parameters().get("weight");
    this.source = at.storedInput(0);
    forward.convolve(source, filter(forward, false), output());
  }

  /** Whether a convolution is one that this does, faster than oneDNN. */
  public static boolean fits(Placement at) {
    return Winograd.fits(at) && !at.layer(Conv2d.class).bias();
  }

  @Override
  Tensor inputGradient(Tensor ofOutput) {
    Tensor ofInput = assembler.allocate(at.formats().stored(at.batch(), at.inputShape(0)));
    Winograd backward = Winograd.backwardData(at);
    backward.convolve(ofOutput, filter(backward, true), ofInput);
    return ofInput;
  }

  @Override
  void addWeightGradient(Tensor ofOutput) {
    forward.addWeightGradient(source, ofOutput, weight);
  }

  @Override
  Tensor prepared(Tensor ofOutput) {
    return assembler.converted(ofOutput, at.formats().stored(at.batch(), at.outputShape()));
  }

  private Tensor filter(Winograd convolution, boolean turned) {
    return at.context()
        .parameters()
        .transformed(weight, convolution.filterBytes(), convolution.filter(turned));
  }
}
