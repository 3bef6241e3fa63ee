package io.bagoftricks.tricks.optim.ema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmaTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new EmaProvider()).with("decay", 0.5)).tests();
  }

  @Test
  void notesThatADecayOfZeroKeepsNothing() {
    assertThat(notes(0)).containsExactly("decay: is 0: the average is the last weights themselves");
    assertThat(notes(1e-9)).isEmpty();
  }

  /** By hand, decay 3/4: 8; 3/4 8 + 1/4 4 = 7; 3/4 7 + 1/4 (-1) = 5. */
  @Test
  @Golden(trick = "ema", source = "by hand")
  void averagesWeightsAndStatistics() {
    try (TrickRun run = bench(0.75, false).start()) {
      after(run, 8, 80);
      after(run, 4, 40);
      after(run, -1, -10);
      assertThat(run.onEvaluate().weights(1)).containsExactly(5);
      assertThat(run.onEvaluate().statistics(1)).containsExactly(50);
    }
  }

  @Test
  void theAverageOfWhatStaysIsWhatStays() {
    try (TrickRun run = bench(0.9999, true).start()) {
      for (int i = 0; i < 20; i++) {
        after(run, 3, 7);
      }
      assertThat(run.onEvaluate().weights(1)).containsExactly(3);
      assertThat(run.onEvaluate().statistics(1)).containsExactly(7);
    }
  }

  @Test
  void doesNotFollowTheWeightsItWasCopiedFrom() {
    try (TrickRun run = bench(0.75, false).start()) {
      after(run, 8, 80);
      run.weights(0);
      assertThat(run.onEvaluate().weights(1)).containsExactly(8);
      assertThat(run.weights()[0]).isZero();
    }
  }

  @Test
  void aStepThatWasSkippedOrOverflowedDoesNotCount() {
    try (TrickRun run = bench(0.75, true).start()) {
      after(run, 8, 80);
      run.weights(1000).statistics(1000).afterSkippedStep(true).afterSkippedStep(false);
      assertThat(run.onEvaluate().weights(1)).containsExactly(8);
      assertThat(run.remembered()).containsExactly(Map.entry("updates", 1L));
    }
  }

  @Test
  void evaluatesTheWeightsInTrainingBeforeTheFirstUpdate() {
    try (TrickRun run = bench(0.9999, true).start()) {
      run.weights(1).afterSkippedStep(false);
      assertThat(run.onEvaluate().isReplaced()).isFalse();
    }
  }

  @Test
  void goesOnFromItsStateInANewInstance() {
    try (TrickRun run = bench(0.75, false).start()) {
      after(run, 8, 80);
      after(run.restart(), 4, 40);
      assertThat(run.onEvaluate().weights(1)).containsExactly(7);
    }
  }

  /** TensorFlow's ExponentialMovingAverage: min(decay, (1 + n) / (10 + n)). */
  @ParameterizedTest
  @CsvSource({"0, 0.1", "1, 0.181818", "8, 0.5", "80, 0.9", "100000, 0.99"})
  @Golden(trick = "ema", source = "TensorFlow's ExponentialMovingAverage")
  void warmUpKeepsLessAtFirst(long updates, double decay) {
    assertThat(Ema.decay(updates, new EmaConfig(0.99, true))).isCloseTo(decay, within(1e-6));
    assertThat(Ema.decay(updates, new EmaConfig(0.99, false))).isEqualTo(0.99);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1, Double.NaN})
  void rejectsADecayOutsideItsRange(double decay) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmaConfig(decay, true))
        .withMessage("decay must be at least 0 and below 1, not " + decay);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9999999})
  void acceptsADecayInsideItsRange(double decay) {
    assertThat(new EmaConfig(decay, true).decay()).isEqualTo(decay);
  }

  private static void after(TrickRun run, double weight, double statistic) {
    run.weights(weight).statistics(statistic).afterStep();
  }

  private static TrickBench bench(double decay, boolean warmup) {
    return TrickBench.of(new EmaProvider()).with("decay", decay).with("warmup", warmup).in64Bits();
  }

  private static List<String> notes(double decay) {
    RunFacts facts = new RunFacts(10, 1000, new Shape(3, 32, 32), 10, 100, 10, 0.1);
    return RecordedProblems.of(new EmaProvider(), new EmaConfig(decay, true), facts).notes();
  }
}
