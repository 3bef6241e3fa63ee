package io.bagoftricks.tricks.arch;

import java.lang.ref.Reference;
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
    float[] floats = new float[Math.toIntExact(array.length())];
    try {
      array.data().asNioFloat().get(floats);
    } finally {
      Reference.reachabilityFence(array);
    }
    double[] values = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      values[i] = floats[i];
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
    try (INDArray copy = array.dataType() == DataType.FLOAT ? rounded(values) : exact(values)) {
      array.assign(copy.reshape('c', array.shape()));
    }
  }

  private static INDArray exact(double[] values) {
    return Nd4j.createFromArray(values);
  }

  private static INDArray rounded(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Nd4j.createFromArray(floats);
  }
}
