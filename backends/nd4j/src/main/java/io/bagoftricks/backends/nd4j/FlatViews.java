package io.bagoftricks.backends.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Views of stretches of flat arrays: writing them writes the flat array. */
final class FlatViews {
  private FlatViews() {}

  /** {@code length} values from {@code offset}, in the given shape or flat. */
  static INDArray of(INDArray flat, long offset, long length, long... shape) {
    INDArray view = flat.get(NDArrayIndex.interval(offset, offset + length));
    return view.reshape('c', shape.length == 0 ? new long[] {length} : shape);
  }
}
