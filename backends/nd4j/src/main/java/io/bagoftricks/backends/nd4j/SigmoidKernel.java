package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.ForwardDraws;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;

/** y = 1 / (1 + exp(-x)); dx = dy * y * (1 - y). */
final class SigmoidKernel implements Kernel {
  private final Placement at;

  SigmoidKernel(Placement at) {
    this.at = at;
  }

  @Override
  public void forward(ForwardDraws draws) {
    Nd4j.getExecutioner().exec(new Sigmoid(at.input(0), at.output()));
  }

  @Override
  public Runnable backward(Gradients gradients) {
    INDArray inputGradient = gradients.input(0);
    return () -> {
      at.output().rsub(1, inputGradient);
      inputGradient.muli(at.output()).muli(gradients.output());
    };
  }
}
