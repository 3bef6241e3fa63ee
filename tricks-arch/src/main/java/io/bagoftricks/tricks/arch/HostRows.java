package io.bagoftricks.tricks.arch;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array cut into rows along its first dimension, each read and written as Java numbers: for
 * loops over large arrays, of which no copy is made as a whole.
 */
public final class HostRows {
  private final INDArray array;
  private final int length;
  private final float[] floats;
  private final boolean isSingle;
  private final FloatBuffer singles;
  private final DoubleBuffer doubles;

  /**
   * The rows of an array.
   *
   * @param array dense, in c order, FLOAT or DOUBLE
   */
  public HostRows(INDArray array) {
    if (array.dataType() != DataType.FLOAT && array.dataType() != DataType.DOUBLE) {
      throw new IllegalArgumentException("Not of 32 or 64 bits: " + array.dataType());
    }
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    this.array = array;
    this.length = Math.toIntExact(array.length() / array.size(0));
    this.isSingle = array.dataType() == DataType.FLOAT;
    this.floats = new float[isSingle ? length : 0];
    this.singles = isSingle ? array.data().asNioFloat().slice() : FloatBuffer.allocate(0);
    this.doubles = isSingle ? DoubleBuffer.allocate(0) : array.data().asNioDouble().slice();
  }

  /** {@return values in a row} */
  public int length() {
    return length;
  }

  /** {@return how many rows there are} */
  public int count() {
    return Math.toIntExact(array.size(0));
  }

  /**
   * Copies a row out.
   *
   * @param row from 0
   * @param values of the row's length
   */
  public void read(int row, double[] values) {
    try {
      if (isSingle) {
        singles.get(row * length, floats);
        for (int i = 0; i < length; i++) {
          values[i] = floats[i];
        }
      } else {
        doubles.get(row * length, values);
      }
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  /**
   * Writes a row.
   *
   * @param row from 0
   * @param values of the row's length
   */
  public void write(int row, double[] values) {
    try {
      if (isSingle) {
        for (int i = 0; i < length; i++) {
          floats[i] = (float) values[i];
        }
        singles.put(row * length, floats);
      } else {
        doubles.put(row * length, values);
      }
      Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    } finally {
      Reference.reachabilityFence(array);
    }
  }
}
