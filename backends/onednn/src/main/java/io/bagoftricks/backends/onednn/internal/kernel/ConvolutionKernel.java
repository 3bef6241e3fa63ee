package io.bagoftricks.backends.onednn.internal.kernel;

import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.Placement;
import io.bagoftricks.backends.onednn.internal.plan.Tensor;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A convolution, by one of the ways to compute it. */
abstract class ConvolutionKernel implements Kernel {
  final Placement at;
  final Assembler assembler;
  private final Tensor output;

  /** At its place in the network, with the tensor that it fills. */
  ConvolutionKernel(Placement at, Tensor output) {
    this.at = at;
    this.assembler = at.assembler();
    this.output = output;
  }

  @Override
  public final Tensor output() {
    return output;
  }

  @Override
  public final boolean needsOutput() {
    return false;
  }

  @Override
  public final List<@Nullable Tensor> backward(OutputGradient gradient, List<Boolean> wanted) {
    Tensor ofOutput = prepared(gradient.whole());
    Tensor ofInput = wanted.get(0) ? inputGradient(ofOutput) : null;
    addWeightGradient(ofOutput);
    return Collections.singletonList(ofInput);
  }

  /** The gradient of the output as both passes read it. */
  Tensor prepared(Tensor ofOutput) {
    return ofOutput;
  }

  /** The gradient of the input, as it is stored. */
  Tensor inputGradient(Tensor ofOutput) {
    throw withoutBackward();
  }

  /** Adds the gradients of weight and bias to the flat gradients, or writes them there. */
  void addWeightGradient(Tensor ofOutput) {
    throw withoutBackward();
  }

  private IllegalStateException withoutBackward() {
    return new IllegalStateException(at.name() + " was made for evaluation, without a backward");
  }
}
