package io.bagoftricks.tricks.loss.labelsmoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.loss.RecordingProblems;
import io.bagoftricks.tricks.loss.labelsmoothing.LabelSmoothingConfig.Profile;
import java.util.Locale;
import org.junit.jupiter.api.Test;
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

  @Test
  void changesTheTargetsOfTheLoss() {
    INDArray targets = oneHot(4, 1);
    new LabelSmoothing(new LabelSmoothingConfig(0.2, Profile.TIMM))
        .onLoss(new TargetsOnly(targets));
    assertThat(targets.toDoubleVector())
        .containsExactly(new double[] {0.05, 0.85, 0.05, 0.05}, within(1e-12));
  }

  /** So that the run says that it had no effect: there are no targets that could be edited. */
  @Test
  void touchesNothingWhereNothingIsSmoothed() {
    INDArray none = Nd4j.empty(DataType.DOUBLE);
    assertThatCode(
            () ->
                new LabelSmoothing(new LabelSmoothingConfig(0, Profile.PAPER))
                    .onLoss(new TargetsOnly(none)))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> new LabelSmoothing(LabelSmoothingConfig.defaults()).onLoss(new TargetsOnly(none)))
        .isInstanceOf(RuntimeException.class);
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

  private static RecordingProblems check(LabelSmoothingConfig config, int classes) {
    RecordingProblems problems = new RecordingProblems();
    RunFacts facts = new RunFacts(classes, 1000, new Shape(3, 32, 32), 10, 100, 10, 0.1);
    new LabelSmoothingProvider().check(config, facts, problems);
    return problems;
  }

  private static INDArray smoothedOneHot(int classes, Profile profile) {
    INDArray targets = oneHot(classes, 3);
    LabelSmoothing.smooth(targets, 0.1, profile);
    return targets;
  }

  private static INDArray oneHot(int classes, int label) {
    return Nd4j.zeros(DataType.DOUBLE, 1, classes).putScalar(0, label, 1);
  }

  /** A loss of which only the targets may be touched. */
  private record TargetsOnly(INDArray editTargets) implements LossDraft {
    @Override
    public INDArray targets() {
      return editTargets;
    }

    @Override
    public INDArray inputs() {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray logits() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void add(String name, double weight, LossTerm term) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void multiply(String name, double factor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void replace(String name, LossTerm term) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void scale(double factor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Moment moment() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Draws draws() {
      throw new UnsupportedOperationException();
    }
  }
}
