package io.bagoftricks.backends.spi;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A flat array in the host's memory: there is no copy. */
public final class HostFlatArray implements FlatArray {
  private final INDArray values;
  private final boolean owned;

  private HostFlatArray(INDArray values, boolean owned) {
    this.values = values;
    this.owned = owned;
  }

  /**
   * {@return zeros}
   *
   * @param type FLOAT or DOUBLE
   * @param length how many numbers
   */
  public static HostFlatArray zeros(DataType type, long length) {
    return new HostFlatArray(Nd4j.create(type, length), true);
  }

  /**
   * {@return an array that stays its owner's; closing this leaves it open}
   *
   * @param values flat
   */
  public static HostFlatArray view(INDArray values) {
    return new HostFlatArray(values, false);
  }

  @Override
  public long length() {
    return values.length();
  }

  @Override
  public INDArray values() {
    return values;
  }

  @Override
  public void written() {}

  @Override
  public void close() {
    if (owned && values.closeable()) {
      values.close();
    }
  }
}
