package io.bagoftricks.tricks.loss.polyloss;

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

final class PolyLossTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new PolyLossProvider()).tests();
  }

  /**
   * By the formula of the paper's appendix in Python; the last row has a label smoothed by 0.1 over
   * all three classes.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0, 0, 0.7580288773918655",
    "2, 1, 0, 0, 1.0990277385058977",
    "0, 1, 0, 0, 0.4170300162778335",
    "-1, 1, 0, 0, 0.0760311551638012",
    "1, 0.7, 0.3, 0, 1.1829993278462418",
    "1, 0.93333333333333333, 0.03333333333333333, 0.03333333333333333, 0.8872623246137958"
  })
  @Golden(trick = "poly-loss", source = "the paper's formula in Python")
  void addsEpsilonTimesWhatIsNotOnTheClass(
      double epsilon, double first, double second, double third, double expected) {
    INDArray logits = Nd4j.createFromArray(new double[][] {{2, 1, 0.1}});
    INDArray targets = Nd4j.createFromArray(new double[][] {{first, second, third}});
    try (TrickRun run = bench().with("epsilon", epsilon).start()) {
      LossAfter loss = run.onLoss(logits, targets);
      assertThat(loss.terms()).containsOnlyKeys("hard");
      assertThat(loss.total()).isCloseTo(expected, within(1e-12));
      loss.assertGradient(1e-8);
    }
  }

  @Test
  void averagesOverTheExamples() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{0, 0}, {0, 0}});
    INDArray targets = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});
    try (TrickRun run = bench().start()) {
      LossAfter loss = run.onLoss(logits, targets);
      assertThat(loss.total()).isCloseTo(Math.log(2) + 0.5, within(1e-12));
      loss.assertGradient(1e-8);
    }
  }

  /** The cross-entropy is the distance of the logits, and the added term 1. */
  @Test
  void staysFiniteAtLargeLogits() {
    INDArray logits = Nd4j.createFromArray(new float[][] {{1e4f, -1e4f}, {1e4f, -1e4f}});
    INDArray targets = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}});
    try (TrickRun run = bench().start()) {
      LossAfter loss = run.onLoss(logits, targets);
      assertThat(loss.total()).isCloseTo((2e4 + 1) / 2, within(1e-6));
      assertThat(loss.gradient().ravel().toFloatVector()).containsExactly(0, 0, 0.5f, -0.5f);
    }
  }

  @Test
  void notesThatZeroIsTheCrossEntropy() {
    assertThat(bench().with("epsilon", 0).check().notes()).hasSize(1);
    assertThat(bench().check().notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.001, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAnEpsilonOutsideItsRange(double epsilon) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PolyLossConfig(epsilon))
        .withMessage("epsilon must be finite and at least -1, not " + epsilon);
  }

  private static TrickBench bench() {
    return TrickBench.of(new PolyLossProvider());
  }
}
