package io.bagoftricks.engine.internal.weights;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The values that a parameter or a running statistic can have. */
final class WeightValues {
  private static final String VARIANCE = ".running_var";

  private WeightValues() {}

  /** Why an array cannot be used, as a part of a sentence; nothing if it can. */
  static List<String> unusable(String name, INDArray values) {
    INDArray flat = values.reshape(values.length());
    boolean isVariance = name.endsWith(VARIANCE);
    for (long i = 0; i < flat.length(); i++) {
      double value = flat.getDouble(i);
      if (!(Math.abs(value) < Double.POSITIVE_INFINITY)) {
        return List.of(name + " has a value that is not finite, " + value + " at index " + i);
      }
      if (isVariance && value < 0) {
        return List.of(name + " has a variance below 0, " + value + " at index " + i);
      }
    }
    return List.of();
  }
}
