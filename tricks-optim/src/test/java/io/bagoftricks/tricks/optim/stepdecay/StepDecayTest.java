package io.bagoftricks.tricks.optim.stepdecay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.GroupsAfter;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StepDecayTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new StepDecayProvider()).withJson("epochs", "[1]"))
        .tests();
  }

  /** The baseline of He et al. 2019, section 2.1, with 10 updates per epoch. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.1",
    "299, 0.1",
    "300, 0.01",
    "599, 0.01",
    "600, 0.001",
    "899, 0.001",
    "900, 0.0001",
    "1199, 0.0001"
  })
  @Golden(trick = "step-decay", source = "He et al. 2019, section 2.1")
  void dropsAtTheStartOfItsEpochs(long step, double expected) {
    assertThat(groups(120).learningRate(step)).isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"120, 3", "91, 3", "90, 2", "30, 0"})
  void countsTheDropsOfTheRun(int epochs, int drops) {
    GroupsAfter groups = groups(epochs);
    assertThat(groups.receipts()).contains(drops + " of 3 drops");
    assertThat(groups.learningRate(epochs * 10L - 1))
        .isCloseTo(0.1 * Math.pow(0.1, drops), within(1e-15));
  }

  @Test
  void notesDropsThatNeverHappen() {
    assertThat(check(90).notes())
        .containsExactly("epochs: the drop at epoch 90 never happens: the run has 90 epochs");
    assertThat(check(91).notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
  void rejectsAFactorThatDoesNotDecay(double factor) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StepDecayConfig(List.of(1), factor))
        .withMessage("factor must be above 0 and below 1, not " + factor);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, 0.9999})
  void acceptsAFactorInsideItsRange(double factor) {
    assertThat(new StepDecayConfig(List.of(1), factor).factor()).isEqualTo(factor);
  }

  @Test
  void rejectsEpochsThatDoNotRise() {
    for (List<Integer> epochs : List.of(List.of(0), List.of(30, 30), List.of(60, 30))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new StepDecayConfig(epochs, 0.1))
          .withMessage("epochs must be positive and rising, not " + epochs);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StepDecayConfig(List.of(), 0.1))
        .withMessage("epochs must name at least one epoch");
    assertThat(new StepDecayConfig(List.of(1, 2), 0.1).epochs()).containsExactly(1, 2);
  }

  private static RecordedProblems check(int epochs) {
    return RecordedProblems.of(new StepDecayProvider(), StepDecayConfig.defaults(), facts(epochs));
  }

  private static RunFacts facts(int epochs) {
    return new RunFacts(10, 1000, new Shape(3, 32, 32), epochs, 100, 10, 0.1);
  }

  /** Of a run with 10 steps per epoch and the rate 0.1. */
  private static GroupsAfter groups(int epochs) {
    return TrickBench.of(new StepDecayProvider())
        .withJson("mayHaveNoEffect", "true")
        .examples(80, 8)
        .epochs(epochs)
        .groups();
  }
}
