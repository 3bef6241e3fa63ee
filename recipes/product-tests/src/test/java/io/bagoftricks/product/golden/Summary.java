package io.bagoftricks.product.golden;

import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The numbers that golden runs keep of a tensor.
 *
 * @param projection the product with {@code u(1000, i)}
 */
record Summary(double projection, double sum, double norm, double first, double last) {
  private static final long PROJECTION = 1000;

  static Summary of(INDArray tensor) {
    double[] values = tensor.dup('c').reshape(tensor.length()).toDoubleVector();
    double projection = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      projection += values[i] * Fill.of(PROJECTION, i);
      squares += values[i] * values[i];
    }
    return new Summary(
        projection,
        DoubleStream.of(values).sum(),
        Math.sqrt(squares),
        values[0],
        values[values.length - 1]);
  }
}
