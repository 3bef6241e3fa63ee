package io.bagoftricks.backends.nd4j;

import io.bagoftricks.backends.spi.ForwardDraws;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean of each plane; every value of a plane gets the same part of the gradient. */
final class GlobalAvgPoolKernel implements Kernel {
  private final INDArray planes;
  private final INDArray means;

  GlobalAvgPoolKernel(Placement at) {
    this.means = at.output().reshape('c', new long[] {at.output().length()});
    this.planes = planes(at.input(0));
  }

  @Override
  public void forward(ForwardDraws draws) {
    planes.mean(means, 1);
  }

  @Override
  public Runnable backward(Gradients gradients) {
    INDArray toPlanes = planes(gradients.input(0));
    INDArray column = gradients.output().reshape('c', new long[] {means.length(), 1});
    return () -> {
      toPlanes.assign(1.0 / toPlanes.size(1));
      toPlanes.muli(column);
    };
  }

  private INDArray planes(INDArray array) {
    return array.reshape('c', new long[] {means.length(), array.length() / means.length()});
  }
}
