package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.ForwardDraws;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/** max(x, 0); the gradient passes where the output is positive. */
final class ReluKernel implements Kernel {
  private final Placement at;

  ReluKernel(Placement at) {
    this.at = at;
  }

  @Override
  public void forward(ForwardDraws draws) {
    Nd4j.getExecutioner().exec(new RectifiedLinear(at.input(0), at.output(), 0));
  }

  @Override
  public Runnable backward(Gradients gradients) {
    INDArray inputGradient = gradients.input(0);
    return () -> {
      Nd4j.getExecutioner().exec(new Step(at.output(), inputGradient, 0));
      inputGradient.muli(gradients.output());
    };
  }
}
