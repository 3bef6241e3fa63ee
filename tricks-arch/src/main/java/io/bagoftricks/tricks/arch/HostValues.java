package io.bagoftricks.tricks.arch;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The values of an array as Java numbers, in row-major order. Loops over them are as fast as
 * operations of ND4J where an array is small, and do not depend on the number of threads.
 */
public final class HostValues {
  private HostValues() {}

  /**
   * Copies the values out.
   *
   * @param array dense, in c order, of any type
   * @return a copy
   */
  public static double[] of(INDArray array) {
    if (array.dataType() != DataType.FLOAT) {
      return array.dup('c').data().asDouble();
    }
    int length = Math.toIntExact(array.length());
    FloatBuffer buffer = array.data().asNioFloat();
    int from = buffer.position();
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = buffer.get(from + i);
    }
    return values;
  }

  /**
   * Writes all values.
   *
   * @param values as many as the array has
   * @param array of any type
   */
  public static void write(double[] values, INDArray array) {
    try (INDArray copy = Nd4j.createFromArray(values)) {
      array.assign(copy.reshape('c', array.shape()));
    }
  }
}
