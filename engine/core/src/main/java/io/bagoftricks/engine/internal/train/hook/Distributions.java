package io.bagoftricks.engine.internal.train.hook;

import io.bagoftricks.engine.internal.metric.Rows;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether each row of targets is a distribution over the classes. */
final class Distributions {
  /** Rounding of 32 bits over thousands of classes stays far below. */
  private static final double TOLERANCE = 1e-3;

  private Distributions() {}

  /**
   * The first row that is none, in a sentence about who left it.
   *
   * @param targets shape [batch, classes]
   */
  public static Optional<String> fault(INDArray targets) {
    double[] values = Rows.toDoubles(targets);
    int classes = Math.toIntExact(targets.size(1));
    for (int row = 0; row * classes < values.length; row++) {
      double sum = 0;
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        if (!(values[i] >= -TOLERANCE && Double.isFinite(values[i]))) {
          return Optional.of(
              sentence(String.format(Locale.ROOT, "row %d has the value %s", row, values[i])));
        }
        sum += values[i];
      }
      if (!(Math.abs(sum - 1) <= TOLERANCE)) {
        return Optional.of(sentence(String.format(Locale.ROOT, "row %d sums to %s", row, sum)));
      }
    }
    return Optional.empty();
  }

  private static String sentence(String fault) {
    return "it left targets that are not a distribution, %s. Each row is a distribution over the classes: no value below 0, and the sum is 1."
        .formatted(fault);
  }
}
