package io.bagoftricks.tricks.loss.focalloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.LossAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.loss.focalloss.FocalLossConfig.Form;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class FocalLossTest {
  private static final INDArray LOGITS = Nd4j.createFromArray(new double[][] {{2, 1, 0.1}});

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new FocalLossProvider()).tests();
  }

  /**
   * By the formulas of the paper and of torchvision's code in Python. Gamma 0 and no alpha is the
   * cross-entropy: 0.417030 in the definitions of distillation.
   */
  @ParameterizedTest
  @CsvSource({
    "softmax, 2, 0.25, true, 1, 0, 0, 0.012123085851923366",
    "softmax, 2, -1, true, 1, 0, 0, 0.048492343407693465",
    "softmax, 0, -1, true, 1, 0, 0, 0.4170300162778335",
    "softmax, 2, 0.25, true, 0.7, 0.3, 0, 0.06947950394639915",
    "sigmoid, 2, 0.25, true, 1, 0, 0, 0.6807206650264729",
    "sigmoid, 2, 0.25, false, 1, 0, 0, 0.22690688834215763",
    "sigmoid, 2, 0.25, true, 0.7, 0.3, 0, 0.4023895585643621",
    "sigmoid, 0, -1, false, 1, 0, 0, 0.7281954528782556"
  })
  @Golden(
      trick = "focal-loss",
      profiles = {"softmax", "sigmoid"},
      source = "the paper's and torchvision's formulas in Python")
  void hasTwoForms(
      String form,
      double gamma,
      double alpha,
      boolean sum,
      double first,
      double second,
      double third,
      double expected) {
    TrickBench bench =
        bench()
            .with("form", form)
            .with("gamma", gamma)
            .with("alpha", alpha)
            .with("sumClasses", sum);
    try (TrickRun run = bench.start()) {
      LossAfter loss =
          run.onLoss(LOGITS, Nd4j.createFromArray(new double[][] {{first, second, third}}));
      assertThat(loss.terms()).containsOnlyKeys("hard");
      assertThat(loss.total()).isCloseTo(expected, within(1e-12));
      loss.assertGradient(1e-8);
    }
  }

  @ParameterizedTest
  @CsvSource({"softmax, 0.5", "softmax, 1", "softmax, 5", "sigmoid, 0.5", "sigmoid, 1"})
  void hasTheGradientOfItsValueForAnyGamma(String form, double gamma) {
    INDArray logits = Nd4j.createFromArray(new double[][] {{2, -1, 0.1}, {0.3, 4, -2}});
    INDArray targets = Nd4j.createFromArray(new double[][] {{0.6, 0.3, 0.1}, {0, 0, 1}});
    try (TrickRun run = bench().with("form", form).with("gamma", gamma).start()) {
      run.onLoss(logits, targets).assertGradient(1e-7);
    }
  }

  /** A right answer without doubt costs nothing, a wrong one its distance. */
  @ParameterizedTest
  @CsvSource({"softmax, 0.5", "softmax, 2", "sigmoid, 0.5", "sigmoid, 2"})
  void staysFiniteAtLargeLogits(String form, double gamma) {
    INDArray logits = Nd4j.createFromArray(new float[][] {{1e4f, -1e4f}, {1e4f, -1e4f}});
    INDArray targets = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}});
    double distance = form.equals("softmax") ? 2e4 : 1e4 + 1e4;
    TrickBench bench = bench().with("form", form).with("gamma", gamma).with("alpha", -1);
    try (TrickRun run = bench.start()) {
      LossAfter loss = run.onLoss(logits, targets);
      assertThat(loss.total()).isCloseTo(distance / 2, within(1e-6));
      assertThat(loss.gradient().ravel().toFloatVector()).containsExactly(0, 0, 0.5f, -0.5f);
    }
  }

  @Test
  void alphaOfZeroLeavesNothingOfTheSoftmaxForm() {
    assertThat(bench().with("alpha", 0).check().errors())
        .containsExactly(
            "alpha: is 0: with the form softmax the whole loss is 0. Set it above 0, or to -1");
    assertThat(bench().with("alpha", 0).with("form", "sigmoid").check().errors()).isEmpty();
  }

  @Test
  void notesSettingsThatDoNothing() {
    assertThat(bench().with("sumClasses", false).check().notes()).hasSize(1);
    assertThat(bench().with("sumClasses", false).with("form", "sigmoid").check().notes()).isEmpty();
    assertThat(bench().with("gamma", 0).check().notes()).hasSize(1);
    assertThat(bench().check().notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsAGammaOutsideItsRange(double gamma) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FocalLossConfig(gamma, 0.25, Form.SOFTMAX, true))
        .withMessage("gamma must be finite and not negative, not " + gamma);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-2, -0.5, 1.001, Double.NaN})
  void rejectsAnAlphaOutsideItsRange(double alpha) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FocalLossConfig(2, alpha, Form.SOFTMAX, true))
        .withMessage("alpha must be from 0 to 1, or -1 for none, not " + alpha);
  }

  @ParameterizedTest
  @EnumSource
  void acceptsTheEndsOfTheRanges(Form form) {
    assertThat(new FocalLossConfig(0, 1, form, true).gamma()).isZero();
    assertThat(new FocalLossConfig(0, 0, form, true).alpha()).isZero();
    assertThat(new FocalLossConfig(0, -1, form, true).alpha()).isEqualTo(-1);
  }

  private static TrickBench bench() {
    return TrickBench.of(new FocalLossProvider());
  }
}
