package io.bagoftricks.engine.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class TargetEntropyTest {
  @Test
  void ofOneClassIsZeroExactly() {
    assertThat(TargetEntropy.of(Nd4j.createFromArray(new double[][] {{0, 1, 0}, {1, 0, 0}})))
        .isZero();
  }

  /** -sum(t log t), by hand: 0.9 and 9 of 0.1/9; 0.91 and 9 of 0.01; 0.9 and 999 of 0.1/999. */
  @Test
  void ofSmoothedTargetsIsTheFloorOfTheirLoss() {
    assertThat(TargetEntropy.of(smoothed(10, 0.9, 0.1 / 9)))
        .isCloseTo(0.5448054311250702, within(1e-12));
    assertThat(TargetEntropy.of(smoothed(10, 0.91, 0.01)))
        .isCloseTo(0.5002880350577577, within(1e-12));
    assertThat(TargetEntropy.of(smoothed(1000, 0.9, 0.1 / 999)))
        .isCloseTo(1.0157584512563183, within(1e-12));
  }

  /** A mixture of 0.7 and 0.3: 0.610864; beside a row of one class half of it. */
  @Test
  void isTheMeanOverTheExamples() {
    assertThat(TargetEntropy.of(Nd4j.createFromArray(new double[][] {{0.7, 0.3}, {0, 1}})))
        .isCloseTo(0.6108643020548935 / 2, within(1e-12));
  }

  /** Whatever the targets sum to: no logits have a lower loss than those that match them. */
  @Test
  void isWhatTheCrossEntropyIsWhereLogitsMatch() {
    INDArray targets = Nd4j.createFromArray(new double[][] {{1.2, 0.5, 0.3}, {0.2, 0.2, 0.1}});
    INDArray logits = Nd4j.createFromArray(new double[2][3]);
    for (int row = 0; row < 2; row++) {
      for (int c = 0; c < 3; c++) {
        logits.putScalar(row, c, Math.log(targets.getDouble(row, c)));
      }
    }
    double loss = new CrossEntropy().evaluate(logits, targets, logits.ulike());
    assertThat(TargetEntropy.of(targets)).isCloseTo(loss, within(1e-12));
  }

  private static INDArray smoothed(int classes, double own, double other) {
    double[][] row = new double[1][classes];
    Arrays.fill(row[0], other);
    row[0][3] = own;
    return Nd4j.createFromArray(row);
  }
}
