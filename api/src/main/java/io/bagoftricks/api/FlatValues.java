package io.bagoftricks.api;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A flat array that lies where the weights lie, on an accelerator perhaps: one number for each
 * weight, for instance. Arithmetic between it and the weights moves nothing to the host.
 *
 * @since 0.1
 */
@ConsumerType
public interface FlatValues {
  /** {@return how many numbers it has} */
  long length();

  /**
   * {@return the host's copy as of now, of the type of the weights, shape [length]} Not to be
   * written. Always the same array, whose numbers may be out of date as soon as the values have
   * changed: ask again.
   */
  INDArray values();

  /**
   * {@return an array in the host's memory, which is its own copy}
   *
   * @param array one number for each value, of any shape; it is not copied
   */
  static FlatValues of(INDArray array) {
    return new FlatValues() {
      @Override
      public long length() {
        return array.length();
      }

      @Override
      public INDArray values() {
        return array;
      }
    };
  }
}
