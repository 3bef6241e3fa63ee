package io.bagoftricks.testkit;

import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch after {@code onBatch}.
 *
 * @param inputs shape [batch, channels, height, width]
 * @param targets shape [batch, classes]
 */
public record BatchAfter(INDArray inputs, INDArray targets) {
  /**
   * Fails unless each row of the targets is not negative and has the sum 1, to 1e-6.
   *
   * @return this
   */
  public BatchAfter assertDistributions() {
    for (int row = 0; row < targets.rows(); row++) {
      double[] values = targets.getRow(row).dup().toDoubleVector();
      double sum = 0;
      for (double value : values) {
        Assertions.assertThat(value)
            .describedAs("a target of row %s", row)
            .isGreaterThanOrEqualTo(0);
        sum += value;
      }
      Assertions.assertThat(sum)
          .describedAs("the sum of the targets of row %s", row)
          .isCloseTo(1, Offset.offset(1e-6));
    }
    return this;
  }
}
