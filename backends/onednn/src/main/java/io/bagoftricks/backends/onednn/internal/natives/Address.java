package io.bagoftricks.backends.onednn.internal.natives;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A place in memory that somebody else owns. */
public final class Address extends Pointer {
  public Address(long address) {
    this.address = address;
  }

  /**
   * The first value of an array that is dense and in c order. It does not hold the array: one that
   * only the caller has needs a {@link java.lang.ref.Reference#reachabilityFence} after the last
   * use of the address, or the garbage collector may free it in between.
   */
  public static Address of(INDArray array) {
    return new Address(array.data().address() + array.offset() * array.dataType().width());
  }
}
