package io.bagoftricks.tricks.loss.labelsmoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.LossAfter;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.loss.labelsmoothing.LabelSmoothingConfig.Profile;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class LabelSmoothingTest {
  /** He et al. 2019, section 5.2: 1 - s for the class, s / (K - 1) for the others. */
  @Test
  @Golden(trick = "label-smoothing", profiles = "paper", source = "He et al. 2019, section 5.2")
  void paperLeavesOneMinusTheShare() {
    INDArray ten = smoothedOneHot(10, Profile.PAPER);
    assertThat(ten.getDouble(0, 3)).isCloseTo(0.9, within(1e-12));
    assertThat(ten.getDouble(0, 4)).isCloseTo(0.1 / 9, within(1e-12));

    INDArray thousand = smoothedOneHot(1000, Profile.PAPER);
    assertThat(thousand.getDouble(0, 3)).isCloseTo(0.9, within(1e-12));
    assertThat(thousand.getDouble(0, 4)).isCloseTo(1.001e-4, within(1e-8));
  }

  /** Szegedy et al. 2016, section 7: a mixture with the uniform distribution. */
  @ParameterizedTest
  @EnumSource(names = {"GLUONCV", "TIMM"})
  @Golden(
      trick = "label-smoothing",
      profiles = {"gluoncv", "timm"},
      source = "Szegedy et al. 2016, section 7")
  void othersMixWithTheUniformDistribution(Profile profile) {
    INDArray ten = smoothedOneHot(10, profile);
    assertThat(ten.getDouble(0, 3)).isCloseTo(0.91, within(1e-12));
    assertThat(ten.getDouble(0, 4)).isCloseTo(0.01, within(1e-12));

    INDArray thousand = smoothedOneHot(1000, profile);
    assertThat(thousand.getDouble(0, 3)).isCloseTo(0.9001, within(1e-12));
    assertThat(thousand.getDouble(0, 4)).isCloseTo(1e-4, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void smoothingAMixtureEqualsMixingSmoothedTargets(Profile profile) {
    INDArray first = oneHot(10, 3);
    INDArray second = oneHot(10, 7);
    INDArray smoothedMixture = first.mul(0.3).addi(second.mul(0.7));
    LabelSmoothing.smooth(smoothedMixture, 0.1, profile);

    LabelSmoothing.smooth(first, 0.1, profile);
    LabelSmoothing.smooth(second, 0.1, profile);
    INDArray mixtureOfSmoothed = first.mul(0.3).addi(second.mul(0.7));

    assertThat(smoothedMixture.toDoubleVector())
        .containsExactly(mixtureOfSmoothed.toDoubleVector(), within(1e-15));
    assertThat(smoothedMixture.sumNumber().doubleValue()).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void noSmoothingChangesNothing(Profile profile) {
    INDArray targets = oneHot(10, 3);
    LabelSmoothing.smooth(targets, 0, profile);
    assertThat(targets).isEqualTo(oneHot(10, 3));
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new LabelSmoothingProvider()).tests();
  }

  @Test
  void changesTheTargetsOfTheLoss() {
    try (TrickRun run = bench().with("smoothing", 0.2).with("profile", "timm").start()) {
      assertThat(run.onLoss(Nd4j.zeros(DataType.DOUBLE, 1, 4), oneHot(4, 1)).targets())
          .isEqualTo(Nd4j.createFromArray(new double[][] {{0.05, 0.85, 0.05, 0.05}}));
    }
  }

  /** The cross-entropy with the smoothed targets, by hand: log 4 at logits of zero. */
  @Test
  void theLossAndItsGradientAreOfTheSmoothedTargets() {
    try (TrickRun run = bench().with("profile", "timm").start()) {
      LossAfter loss = run.onLoss(Nd4j.zeros(DataType.DOUBLE, 1, 4), oneHot(4, 1));
      assertThat(loss.total()).isCloseTo(Math.log(4), within(1e-12));
      assertThat(loss.gradient().toDoubleVector())
          .containsExactly(new double[] {0.225, -0.675, 0.225, 0.225}, within(1e-12));
      loss.assertGradient(1e-7);
    }
  }

  /** So that the run says that it had no effect. */
  @Test
  void touchesNothingWhereNothingIsSmoothed() {
    INDArray logits = Nd4j.zeros(DataType.DOUBLE, 1, 4);
    try (TrickRun run = bench().with("smoothing", 0).start()) {
      run.onLoss(logits, oneHot(4, 1));
      assertThat(run.isEffective()).isFalse();
    }
    try (TrickRun run = bench().start()) {
      run.onLoss(logits, oneHot(4, 1));
      assertThat(run.isEffective()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1.0, 2.0, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsSmoothingOutsideItsRange(double smoothing) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelSmoothingConfig(smoothing, Profile.PAPER))
        .withMessage("smoothing must be at least 0 and below 1, not " + smoothing);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.999999})
  void acceptsSmoothingInsideItsRange(double smoothing) {
    assertThat(new LabelSmoothingConfig(smoothing, Profile.PAPER).smoothing()).isEqualTo(smoothing);
  }

  /** (K - 1) / K: 0.5, 0.75 and 0.9; there all classes are equally probable. */
  @ParameterizedTest
  @CsvSource({"2, 0.5, 0.4999", "4, 0.75, 0.7499", "10, 0.9, 0.8999", "10, 0.95, 0.1"})
  void theTrueClassMustStayTheMostProbable(int classes, double wrong, double right) {
    INDArray targets = oneHot(classes, 1);
    LabelSmoothing.smooth(targets, wrong, Profile.PAPER);
    assertThat(targets.getDouble(0, 1)).isLessThanOrEqualTo(targets.getDouble(0, 0) + 1e-12);
    assertThat(check(new LabelSmoothingConfig(wrong, Profile.PAPER), classes).errors())
        .singleElement()
        .asString()
        .startsWith(
            String.format(
                Locale.ROOT,
                "smoothing: is %s, but must be below (K - 1) / K, which is %s for the K = %d classes",
                wrong,
                (classes - 1.0) / classes,
                classes));
    assertThat(check(new LabelSmoothingConfig(right, Profile.PAPER), classes).errors()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"GLUONCV", "TIMM"})
  void mixedWithTheUniformDistributionItAlwaysIs(Profile profile) {
    INDArray targets = oneHot(10, 1);
    LabelSmoothing.smooth(targets, 0.999, profile);
    assertThat(targets.getDouble(0, 1)).isGreaterThan(targets.getDouble(0, 0));
    assertThat(check(new LabelSmoothingConfig(0.999, profile), 10).errors()).isEmpty();
  }

  @Test
  void needsTwoClasses() {
    assertThat(check(LabelSmoothingConfig.defaults(), 1).errors()).hasSize(1);
    assertThat(check(LabelSmoothingConfig.defaults(), 2).errors()).isEmpty();
  }

  @Test
  void notesThatZeroChangesNothing() {
    assertThat(check(new LabelSmoothingConfig(0, Profile.PAPER), 10).notes()).hasSize(1);
    assertThat(check(LabelSmoothingConfig.defaults(), 10).notes()).isEmpty();
  }

  private static RecordedProblems check(LabelSmoothingConfig config, int classes) {
    RunFacts facts = new RunFacts(classes, 1000, new Shape(3, 32, 32), 10, 100, 10, 0.1);
    return RecordedProblems.of(new LabelSmoothingProvider(), config, facts);
  }

  private static INDArray smoothedOneHot(int classes, Profile profile) {
    INDArray targets = oneHot(classes, 3);
    LabelSmoothing.smooth(targets, 0.1, profile);
    return targets;
  }

  private static INDArray oneHot(int classes, int label) {
    return Nd4j.zeros(DataType.DOUBLE, 1, classes).putScalar(0, label, 1);
  }

  private static TrickBench bench() {
    return TrickBench.of(new LabelSmoothingProvider());
  }
}
