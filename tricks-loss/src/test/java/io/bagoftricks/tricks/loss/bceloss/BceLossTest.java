package io.bagoftricks.tricks.loss.bceloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.LossAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class BceLossTest {
  private static final INDArray LOGITS = Nd4j.createFromArray(new double[][] {{2, 1, 0.1}});

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new BceLossProvider()).tests();
  }

  /** By -log(sigmoid) and -log(1 - sigmoid), the formula of timm and PyTorch, in Python. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, -1, false, 0.7281954528782556",
    "1, 0, 0, -1, true, 2.1845863586347667",
    "0.7, 0.3, 0, -1, false, 0.8281954528782554",
    "0.7, 0.3, 0, 0.2, false, 0.3948621195449222",
    "0.7, 0.3, 0, 0.3, false, 0.7281954528782556"
  })
  @Golden(trick = "bce-loss", source = "timm's and PyTorch's formula in Python")
  void isTheMeanOverTheClassesOrTheirSum(
      double first, double second, double third, double threshold, boolean sum, double expected) {
    TrickBench bench = bench().with("targetThreshold", threshold).with("sumClasses", sum);
    try (TrickRun run = bench.start()) {
      LossAfter loss = run.onLoss(LOGITS, targets(first, second, third));
      assertThat(loss.terms()).containsOnlyKeys("hard");
      assertThat(loss.total()).isCloseTo(expected, within(1e-12));
      loss.assertGradient(1e-8);
    }
  }

  /** sigmoid(0) - t, over 3 classes and 2 examples. */
  @Test
  void averagesTheGradientOverTheExamples() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{0, 0, 0}, {0, 0, 0}});
    INDArray targets = Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 0.25, 0.75}});
    try (TrickRun run = bench().start()) {
      assertThat(run.onLoss(logits, targets).gradient().ravel().toDoubleVector())
          .containsExactly(
              new double[] {-0.5 / 6, 0.5 / 6, 0.5 / 6, 0.5 / 6, 0.25 / 6, -0.25 / 6},
              within(1e-15));
    }
  }

  /** A wrong answer at 10,000 costs 10,000; a right one nothing. */
  @Test
  void staysFiniteAtLargeLogits() {
    INDArray logits = Nd4j.createFromArray(new float[][] {{1e4f, -1e4f, 1e4f}});
    try (TrickRun run = bench().with("sumClasses", true).start()) {
      LossAfter loss = run.onLoss(logits, Nd4j.createFromArray(new float[][] {{1, 0, 0}}));
      assertThat(loss.total()).isCloseTo(1e4, within(1e-8));
      assertThat(loss.gradient().toFloatVector()).containsExactly(0, 0, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.01, -0.5, -1e-9, 1.0, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAThresholdOutsideItsRange(double threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BceLossConfig(threshold, false))
        .withMessage(
            "targetThreshold must be at least 0 and below 1, or -1 for none, not " + threshold);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0, 0.999})
  void acceptsAThresholdInsideItsRange(double threshold) {
    assertThat(new BceLossConfig(threshold, false).targetThreshold()).isEqualTo(threshold);
  }

  private static INDArray targets(double... row) {
    return Nd4j.createFromArray(new double[][] {row});
  }

  private static TrickBench bench() {
    return TrickBench.of(new BceLossProvider());
  }
}
