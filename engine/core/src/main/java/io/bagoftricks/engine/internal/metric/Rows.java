package io.bagoftricks.engine.internal.metric;

import io.bagoftricks.api.Losses;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Rows of arrays: slices, and copies on the JVM's side. */
public final class Rows {
  private Rows() {}

  /** A view of some rows; the array itself where that is all of them. */
  public static INDArray slice(INDArray array, int from, int size) {
    if (from == 0 && size == array.size(0)) {
      return array;
    }
    return array.get(NDArrayIndex.interval(from, from + size));
  }

  /** All values in row-major order. */
  public static double[] toDoubles(INDArray array) {
    return Losses.values(array);
  }

  /** The column of the largest value of each row, the first of equal ones. */
  public static int[] argMax(INDArray array) {
    double[] values = toDoubles(array);
    int columns = (int) array.size(1);
    int[] largest = new int[values.length / columns];
    for (int row = 0; row < largest.length; row++) {
      for (int c = 1; c < columns; c++) {
        if (values[row * columns + c] > values[row * columns + largest[row]]) {
          largest[row] = c;
        }
      }
    }
    return largest;
  }
}
