package io.bagoftricks.backends.onednn;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A place in memory that somebody else owns. */
final class Address extends Pointer {
  Address(long address) {
    this.address = address;
  }

  /** The first value of an array that is dense and in c order. */
  static Address of(INDArray array) {
    return new Address(array.data().address() + array.offset() * array.dataType().width());
  }
}
