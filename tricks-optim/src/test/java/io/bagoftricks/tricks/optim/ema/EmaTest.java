package io.bagoftricks.tricks.optim.ema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.RecordedProblems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class EmaTest {
  private final InMemoryTrickState state = new InMemoryTrickState();
  private final RecordingEvaluation evaluation = new RecordingEvaluation();

  /** By hand, decay 3/4: 8; 3/4 8 + 1/4 4 = 7; 3/4 7 + 1/4 (-1) = 5. */
  @Test
  void notesThatADecayOfZeroKeepsNothing() {
    assertThat(notes(0)).containsExactly("decay: is 0: the average is the last weights themselves");
    assertThat(notes(1e-9)).isEmpty();
  }

  @Test
  void averagesWeightsAndStatistics() {
    Ema ema = new Ema(new EmaConfig(0.75, false), state);
    ema.afterStep(updated(8, 80));
    ema.afterStep(updated(4, 40));
    ema.afterStep(updated(-1, -10));

    ema.onEvaluate(evaluation);

    assertThat(evaluation.weights()).containsExactly(5);
    assertThat(evaluation.statistics()).containsExactly(50);
  }

  @Test
  void theAverageOfWhatStaysIsWhatStays() {
    Ema ema = new Ema(EmaConfig.defaults(), state);
    for (int i = 0; i < 20; i++) {
      ema.afterStep(updated(3, 7));
    }
    ema.onEvaluate(evaluation);
    assertThat(evaluation.weights()).containsExactly(3);
    assertThat(evaluation.statistics()).containsExactly(7);
  }

  @Test
  void doesNotFollowTheWeightsItWasCopiedFrom() {
    Ema ema = new Ema(new EmaConfig(0.75, false), state);
    UpdatedStep step = updated(8, 80);
    ema.afterStep(step);
    step.weights().assign(0);
    ema.onEvaluate(evaluation);
    assertThat(evaluation.weights()).containsExactly(8);
  }

  @Test
  void aStepThatWasSkippedOrOverflowedDoesNotCount() {
    Ema ema = new Ema(new EmaConfig(0.75, true), state);
    ema.afterStep(updated(8, 80));
    ema.afterStep(new UpdatedStep(vector(1000), vector(1000), false));
    ema.onEvaluate(evaluation);
    assertThat(evaluation.weights()).containsExactly(8);
    assertThat(state.counter("updates", 0).get()).isEqualTo(1);
  }

  @Test
  void evaluatesTheWeightsInTrainingBeforeTheFirstUpdate() {
    Ema ema = new Ema(EmaConfig.defaults(), state);
    ema.afterStep(new UpdatedStep(vector(1), vector(1), false));
    ema.onEvaluate(evaluation);
    assertThat(evaluation.replaced()).isFalse();
  }

  @Test
  void goesOnFromItsStateInANewInstance() {
    new Ema(new EmaConfig(0.75, false), state).afterStep(updated(8, 80));
    Ema resumed = new Ema(new EmaConfig(0.75, false), state);
    resumed.afterStep(updated(4, 40));
    resumed.onEvaluate(evaluation);
    assertThat(evaluation.weights()).containsExactly(7);
  }

  /** TensorFlow's ExponentialMovingAverage: min(decay, (1 + n) / (10 + n)). */
  @ParameterizedTest
  @CsvSource({"0, 0.1", "1, 0.181818", "8, 0.5", "80, 0.9", "100000, 0.99"})
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

  private static UpdatedStep updated(double weight, double statistic) {
    return new UpdatedStep(vector(weight), vector(statistic), true);
  }

  private static INDArray vector(double value) {
    return Nd4j.createFromArray(value);
  }

  private static List<String> notes(double decay) {
    RunFacts facts = new RunFacts(10, 1000, new Shape(3, 32, 32), 10, 100, 10, 0.1);
    return RecordedProblems.of(new EmaProvider(), new EmaConfig(decay, true), facts).notes();
  }
}
