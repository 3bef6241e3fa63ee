package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.ForwardDraws;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce3.Dot;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The product of two inputs, d(a b) = b da + a db. Where the second is a gate, one factor a
 * channel, its gradient is summed over height and width.
 */
public final class MultiplyKernel implements Kernel {
  private final INDArray factor;
  private final INDArray gate;
  private final INDArray output;
  private final boolean broadcasts;

  public MultiplyKernel(Placement at) {
    this.broadcasts = !Arrays.equals(at.input(0).shape(), at.input(1).shape());
    this.factor = planes(at.input(0));
    this.gate = planes(at.input(1));
    this.output = planes(at.output());
  }

  @Override
  public void forward(ForwardDraws draws) {
    factor.mul(gate, output);
  }

  @Override
  public Runnable backward(Gradients gradients) {
    INDArray outputGradient = planes(gradients.output());
    INDArray toFactor = planes(gradients.input(0));
    INDArray toGate = planes(gradients.input(1));
    return () -> {
      outputGradient.mul(gate, toFactor);
      if (broadcasts) {
        INDArray sums = toGate.reshape('c', new long[] {toGate.length()});
        Nd4j.getExecutioner().exec(new Dot(outputGradient, factor, sums, 1));
      } else {
        outputGradient.mul(factor, toGate);
      }
    };
  }

  /** One row for each channel of each example. */
  private static INDArray planes(INDArray array) {
    long rows = array.size(0) * array.size(1);
    return array.reshape('c', new long[] {rows, array.length() / rows});
  }
}
