package io.bagoftricks.engine.internal.train.watch;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Marks an array that a plugin is to fill, so that what it leaves out shows. */
final class Unfilled {
  /** A NaN that no arithmetic makes. */
  private static final int MARK = 0x7fc0_dead;

  private static final int NEGATIVE_ZERO = Float.floatToRawIntBits(-0f);

  private Unfilled() {}

  /** Marks every value of an array of 32 bits; in 16 no NaN is only a mark. */
  static void mark(INDArray array) {
    if (array.dataType().width() < Float.BYTES) {
      return;
    }
    array.assign(Float.intBitsToFloat(MARK));
  }

  /** Whether all values are the zeros below zero that gradients of layers begin with. */
  static boolean isUntouched(INDArray array) {
    if (Float.floatToRawIntBits(array.getFloat(0)) != NEGATIVE_ZERO) {
      return false;
    }
    for (float value : array.reshape(array.length()).toFloatVector()) {
      if (Float.floatToRawIntBits(value) != NEGATIVE_ZERO) {
        return false;
      }
    }
    return true;
  }

  /** How many values still have the mark. */
  static int count(INDArray array) {
    if (array.dataType().width() < Float.BYTES) {
      return 0;
    }
    int marked = 0;
    for (float value : array.reshape(array.length()).toFloatVector()) {
      if (Float.floatToRawIntBits(value) == MARK) {
        marked++;
      }
    }
    return marked;
  }
}
