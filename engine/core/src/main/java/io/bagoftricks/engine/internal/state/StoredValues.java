package io.bagoftricks.engine.internal.state;

import io.bagoftricks.api.FlatValues;
import io.bagoftricks.backends.spi.FlatArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A flat array that a trick remembers. It stays the same where the array is moved to a device. */
public final class StoredValues implements FlatValues {
  private FlatArray array;
  private INDArray host;

  StoredValues(FlatArray array) {
    this.array = array;
    this.host = array.values();
  }

  /** The array, where it lies. */
  public FlatArray placed() {
    return array;
  }

  /** Lies elsewhere from now on. */
  void move(FlatArray to) {
    to.values().assign(array.values());
    to.written();
    array.close();
    array = to;
    host = to.values();
  }

  /** Overwrites the values. */
  void assign(INDArray from) {
    array.values().assign(from);
    array.written();
  }

  /** The host's copy, which need not be up to date. */
  public INDArray host() {
    return host;
  }

  @Override
  public long length() {
    return array.length();
  }

  @Override
  public INDArray values() {
    return array.values();
  }

  /** Frees it. */
  void close() {
    array.close();
  }
}
