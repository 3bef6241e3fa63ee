package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Linear;
import io.bagoftricks.backends.spi.ForwardDraws;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code y = x W^T + b} on rows, one example each. */
public final class LinearKernel implements Kernel {
  private final Placement at;
  private final boolean bias;
  private final INDArray input;
  private final INDArray output;
  private final NativeCall forward;

  public LinearKernel(Placement at) {
    this.at = at;
    this.bias = at.layer(Linear.class).bias();
    this.input = rows(at.input(0));
    this.output = rows(at.output());
    this.forward = matmul(input, false, at.parameters().get("weight"), true, output);
  }

  @Override
  public void forward(ForwardDraws draws) {
    forward.run();
    if (bias) {
      output.addiRowVector(at.parameters().get("bias"));
    }
  }

  @Override
  public Runnable backward(Gradients gradients) {
    INDArray outputGradient = rows(gradients.output());
    INDArray weight = at.parameters().get("weight");
    NativeCall toInput = matmul(outputGradient, false, weight, false, rows(gradients.input(0)));
    NativeCall toWeight =
        matmul(outputGradient, true, input, false, gradients.parameters().get("weight"));
    return () -> {
      toInput.run();
      toWeight.run();
      if (bias) {
        outputGradient.sum(gradients.parameters().get("bias"), 0);
      }
    };
  }

  private static INDArray rows(INDArray array) {
    return array.reshape('c', new long[] {array.size(0), array.size(1)});
  }

  private static NativeCall matmul(
      INDArray left, boolean transposeLeft, INDArray right, boolean transposeRight, INDArray to) {
    return NativeCall.of(
        "matmul",
        List.of(left, right),
        List.of(to),
        transposeLeft ? 1 : 0,
        transposeRight ? 1 : 0,
        0);
  }
}
