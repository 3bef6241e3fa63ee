package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.Precision;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How values are stored. For 16 bits they go there and back: to the nearest value, ties to even;
 * what is too large becomes infinite, what is too small becomes subnormal and then zero.
 */
final class Storage {
  private final @Nullable INDArray staging;

  private Storage(@Nullable INDArray staging) {
    this.staging = staging;
  }

  /**
   * Storage for arrays of at most so many values.
   *
   * @param arena where 16-bit values lie for a moment
   */
  static Storage of(Precision precision, long values, Arena arena) {
    return isRounded(precision)
        ? new Storage(arena.allocate(type(precision), values))
        : new Storage(null);
  }

  /** Whether values are computed in more bits than they are stored in. */
  static boolean isRounded(Precision precision) {
    return precision == Precision.BFLOAT16 || precision == Precision.FLOAT16;
  }

  /** ND4J's name of a precision. */
  static DataType type(Precision precision) {
    return switch (precision) {
      case DOUBLE -> DataType.DOUBLE;
      case FLOAT -> DataType.FLOAT;
      case BFLOAT16 -> DataType.BFLOAT16;
      case FLOAT16 -> DataType.FLOAT16;
    };
  }

  /**
   * An action that rounds an array of this plan to the type in which it is stored, to be run
   * whenever the array has been computed.
   */
  Runnable of(INDArray array) {
    if (staging == null) {
      return () -> {};
    }
    INDArray computed = array.reshape('c', new long[] {array.length()});
    INDArray stored = FlatViews.of(staging, 0, array.length());
    return () -> {
      stored.assign(computed);
      computed.assign(stored);
    };
  }
}
