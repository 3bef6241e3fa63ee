package io.bagoftricks.tricks.loss.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.LossTerm;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.LossAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.loss.distillation.DistillationConfig.Form;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The golden numbers are of K = 3, the student's logits 2, 1 and 0.1, the teacher's 1.5, 1.2 and
 * 0.3, the label 0 and T = 20. They were computed with Python's {@code decimal} from the formula.
 */
final class DistillationTest {
  private static final INDArray STUDENT = row(2, 1, 0.1);
  private static final INDArray TEACHER = row(1.5, 1.2, 0.3);
  private static final INDArray LABEL = row(1, 0, 0);

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(
            TrickBench.of(new DistillationProvider())
                .with("teacher", "t")
                .teacher(DistillationTest::brightness))
        .tests();
  }

  /** Hard 0.417030, cross-entropy 1.098429 times 400, together 439.7885. */
  @Test
  @Golden(trick = "distillation", profiles = "paper", source = "the formula in Python")
  void thePaperAddsTheCrossEntropyWithTheTeacher() {
    try (TrickRun run = bench().start()) {
      LossAfter loss = run.onLoss(STUDENT, LABEL);
      assertThat(term(loss, "hard")).isCloseTo(0.417030, within(1e-6));
      assertThat(term(loss, "distillation") / 400).isCloseTo(1.098429, within(1e-6));
      assertThat(loss.total()).isCloseTo(439.7885, within(1e-4));
      loss.assertGradient(1e-6);
    }
  }

  @Test
  @Golden(trick = "distillation", profiles = "gluoncv", source = "the formula in Python")
  void gluoncvTakesHalfOfBoth() {
    try (TrickRun run = bench().with("profile", "gluoncv").start()) {
      LossAfter loss = run.onLoss(STUDENT, LABEL);
      assertThat(loss.total()).isCloseTo(439.7885 / 2, within(1e-4));
      loss.assertGradient(1e-6);
    }
  }

  /** Divergence 1.3827e-4 times 400, together with the hard loss 0.47234. */
  @Test
  @Golden(trick = "distillation", profiles = "timm", source = "the formula in Python")
  void timmTakesTheDivergence() {
    try (TrickRun run = bench().with("profile", "timm").start()) {
      LossAfter loss = run.onLoss(STUDENT, LABEL);
      assertThat(term(loss, "distillation") / 400).isCloseTo(1.3827e-4, within(1e-8));
      assertThat(loss.total()).isCloseTo(0.47234, within(1e-5));
      loss.assertGradient(1e-6);
    }
  }

  /** T (softmax(z / T) - softmax(r / T)). */
  @ParameterizedTest
  @EnumSource
  void bothFormsHaveOneGradient(Form form) {
    INDArray gradient = STUDENT.ulike();
    double unused = Distillation.term(TEACHER, 20, form).evaluate(STUDENT, LABEL, gradient);
    assertThat(gradient.toDoubleMatrix()[0])
        .containsExactly(new double[] {0.158311, -0.080936, -0.077375}, within(1e-6));
  }

  /**
   * The softmax of the student, 0.659001, 0.242433 and 0.098566, less the label, and the slopes of
   * {@link #bothFormsHaveOneGradient}.
   */
  @ParameterizedTest
  @CsvSource({"paper, 1", "timm, 1", "gluoncv, 0.5"})
  void gluoncvsGradientIsHalfOfTheOthers(String profile, double factor) {
    try (TrickRun run = bench().with("profile", profile).start()) {
      INDArray gradient = run.onLoss(STUDENT, LABEL).gradient();
      assertThat(gradient.mul(1 / factor).toDoubleMatrix()[0])
          .containsExactly(
              new double[] {-0.340999 + 0.158311, 0.242433 - 0.080936, 0.098566 - 0.077375},
              within(2e-6));
    }
  }

  @Test
  void settingsGoBeforeTheProfile() {
    TrickBench bench =
        bench()
            .with("profile", "gluoncv")
            .with("form", "kl")
            .with("hardWeight", 0.9)
            .with("softWeight", 0.25);
    try (TrickRun run = bench.start()) {
      assertThat(run.onLoss(STUDENT, LABEL).total())
          .isCloseTo(0.9 * 0.417030 + 0.25 * 400 * 1.3827e-4, within(1e-5));
    }
  }

  /** Whether 16 bits could hold it: 400 log 1000 is 2763. */
  @Test
  @Golden(trick = "distillation", source = "400 log 1000")
  void theCrossEntropyOfAThousandClassesIsLarge() {
    INDArray even = Nd4j.zeros(DataType.FLOAT, 2, 1000);
    LossTerm term = Distillation.term(even, 20, Form.CROSS_ENTROPY);
    assertThat(term.evaluate(even, even, even.ulike()))
        .isCloseTo(400 * Math.log(1000), within(1e-9))
        .isCloseTo(2763.1, within(0.01));
    assertThat(Distillation.term(even, 20, Form.KL).evaluate(even, even, even.ulike()))
        .isCloseTo(0, within(1e-12));
  }

  /** Half of 400 log 1000: what GluonCV's recipe shows as its loss at first. */
  @Test
  @Golden(trick = "distillation", profiles = "gluoncv", source = "200 log 1000")
  void gluoncvsLossOfAThousandClassesIsHalfAsLarge() {
    TrickBench bench =
        TrickBench.of(new DistillationProvider())
            .with("teacher", "t")
            .with("profile", "gluoncv")
            .classes(1000)
            .in64Bits()
            .teacher(inputs -> Nd4j.zeros(DataType.DOUBLE, 1, 1000));
    try (TrickRun run = bench.start()) {
      INDArray label = Nd4j.zeros(DataType.DOUBLE, 1, 1000).putScalar(0, 3, 1);
      LossAfter loss = run.onLoss(Nd4j.zeros(DataType.DOUBLE, 1, 1000), label);
      assertThat(term(loss, "distillation")).isCloseTo(1381.55, within(0.01));
    }
  }

  /** Logits that no power of e can hold, and a class that the teacher rules out altogether. */
  @ParameterizedTest
  @EnumSource
  void isFiniteWhateverTheLogits(Form form) {
    INDArray gradient = Nd4j.create(DataType.FLOAT, 1, 3);
    INDArray student = row(-5e4, 3e4, 0).castTo(DataType.FLOAT);
    double value = Distillation.term(row(6e4, -6e4, 0), 1, form).evaluate(student, LABEL, gradient);
    assertThat(value).isEqualTo(8e4);
    assertThat(gradient.toFloatMatrix()[0]).containsExactly(-1, 1, 0);
  }

  @ParameterizedTest
  @EnumSource
  void theMeanIsThatOfTheExamples(Form form) {
    INDArray students = Nd4j.vstack(STUDENT, row(0, 0.5, -1));
    LossTerm term = Distillation.term(Nd4j.vstack(TEACHER, row(1, 2, 3)), 4, form);
    double mean = term.evaluate(students, students, students.ulike());
    double[] each = term.perExample(students, students).orElseThrow();
    assertThat(each).hasSize(2);
    assertThat(each[0])
        .isCloseTo(
            Distillation.term(TEACHER, 4, form).evaluate(STUDENT, LABEL, STUDENT.ulike()),
            within(1e-12));
    assertThat((each[0] + each[1]) / 2).isCloseTo(mean, within(1e-12));
  }

  /** A term outlives the hook, and the teacher's array does not. */
  @Test
  void readsTheTeacherAtOnce() {
    INDArray teacher = TEACHER.dup();
    LossTerm term = Distillation.term(teacher, 20, Form.CROSS_ENTROPY);
    teacher.assign(Double.NaN);
    assertThat(term.evaluate(STUDENT, LABEL, STUDENT.ulike()) / 400)
        .isCloseTo(1.098429, within(1e-6));
  }

  @Test
  void withoutWeightTheTeacherIsNotAsked() {
    TrickBench bench =
        bench()
            .with("softWeight", 0)
            .teacher(
                inputs -> {
                  throw new AssertionError("asked");
                });
    try (TrickRun run = bench.start()) {
      assertThat(run.onLoss(STUDENT, LABEL).terms()).containsOnlyKeys("hard");
    }
    assertThat(bench.check().notes())
        .containsExactly("softWeight: is 0: nothing is learned from the teacher");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "temperature, 0, temperature must be from 1e-6 to 1e6",
        "temperature, -1, temperature must be from 1e-6 to 1e6",
        "temperature, 1e7, temperature must be from 1e-6 to 1e6",
        "hardWeight, -0.1, hardWeight must be finite and at least 0",
        "softWeight, -0.1, softWeight must be finite and at least 0"
      })
  void refusesSettingsOutOfRange(String setting, String json, String message) {
    assertThatThrownBy(() -> bench().withJson(setting, json).plan()).hasMessageContaining(message);
  }

  @Test
  void needsATeacherAndSomethingToLearn() {
    TrickBench none = TrickBench.of(new DistillationProvider());
    assertThatThrownBy(none::plan).hasMessageContaining("names no teacher");
    assertThatThrownBy(() -> bench().with("teacherRecipe", " ").plan())
        .hasMessageContaining("teacherRecipe: is blank");
    assertThatThrownBy(() -> bench().with("hardWeight", 0).with("softWeight", 0).plan())
        .hasMessageContaining("nothing is learned");
  }

  private static double term(LossAfter loss, String name) {
    return loss.terms().getOrDefault(name, Double.NaN);
  }

  private static TrickBench bench() {
    return TrickBench.of(new DistillationProvider())
        .with("teacher", "t")
        .classes(3)
        .in64Bits()
        .teacher(inputs -> TEACHER.dup());
  }

  /** The first pixels of an image, one for each class. */
  private static INDArray brightness(INDArray inputs) {
    return inputs.reshape(inputs.size(0), inputs.length() / inputs.size(0)).getColumns(0, 1, 2, 3);
  }

  private static INDArray row(double... values) {
    return Nd4j.createFromArray(new double[][] {values});
  }
}
