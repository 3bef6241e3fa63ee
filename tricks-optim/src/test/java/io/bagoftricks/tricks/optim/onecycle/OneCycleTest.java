package io.bagoftricks.tricks.optim.onecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.GroupsAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.optim.onecycle.OneCycleConfig.Anneal;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On 20 steps. */
final class OneCycleTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new OneCycleProvider()).tests();
  }

  /**
   * PyTorch's OneCycleLR with max_lr 0.4 and total_steps 20, its get_lr transcribed into Python:
   * rates and momenta.
   */
  @ParameterizedTest
  @CsvSource({
    "cos, false, 0, 0.016000000000000014, 0.95",
    "cos, false, 2, 0.1486687370800101, 0.9154508497187474",
    "cos, false, 5, 0.4, 0.85",
    "cos, false, 6, 0.39498560249403497, 0.8512536043909088",
    "cos, false, 12, 0.2000008, 0.9",
    "cos, false, 19, 1.6e-06, 0.95",
    "linear, false, 2, 0.1696, 0.91",
    "linear, false, 6, 0.3714286857142857, 0.8571428571428571",
    "linear, false, 19, 1.6e-06, 0.95",
    "cos, true, 2, 0.1486687370800101, 0.9154508497187474",
    "cos, true, 6, 0.3633312629199899, 0.8595491502812526",
    "cos, true, 10, 0.016, 0.95",
    "cos, true, 12, 0.014128542709397326, 0.95",
    "cos, true, 19, 1.6e-06, 0.95",
    "linear, true, 6, 0.3232, 0.87",
    "linear, true, 12, 0.0124448, 0.95"
  })
  @Golden(trick = "one-cycle", source = "PyTorch's OneCycleLR in Python")
  void followsPyTorch(String anneal, boolean three, long step, double rate, double momentum) {
    GroupsAfter groups = bench().with("anneal", anneal).with("threePhase", three).groups();
    assertThat(groups.learningRate(step)).isCloseTo(rate, within(1e-14));
    assertThat(groups.momentum(step)).isCloseTo(momentum, within(1e-14));
  }

  /**
   * The same of 7 steps, whose first phase ends at 1.1, and of 2, where it ends before they begin.
   */
  @ParameterizedTest
  @CsvSource({
    "0.3, 7, 1, 0.3922226509339835",
    "0.3, 7, 2, 0.36761775050788426",
    "0.3, 7, 6, 1.6e-06",
    "0.1, 2, 0, 0.23473029661484393",
    "0.1, 2, 1, 1.6e-06"
  })
  void phasesEndBetweenSteps(double pctStart, long steps, long step, double rate) {
    OneCycleConfig config =
        new OneCycleConfig(pctStart, Anneal.COS, 25, 1e4, true, 0.85, 0.95, false);
    assertThat(0.4 * OneCycle.rate(config).at(step, steps)).isCloseTo(rate, within(1e-15));
  }

  /** One step is a phase without length, in which PyTorch divides by zero. */
  @Test
  void aPhaseWithoutLengthIsAtItsEnd() {
    OneCycleConfig config = new OneCycleConfig(0.5, Anneal.COS, 25, 1e4, true, 0.85, 0.95, false);
    assertThat(OneCycle.rate(config).at(0, 2)).isEqualTo(1);
    assertThat(OneCycle.rate(config).at(1, 2)).isCloseTo(4e-6, within(1e-18));
    assertThat(OneCycle.rate(config).at(0, 1)).isCloseTo(4e-6, within(1e-18));
  }

  @Test
  void leavesMomentumAloneWhereItIsTold() {
    assertThat(bench().with("cycleMomentum", false).groups().momentum(5)).isEqualTo(0.9);
    assertThat(bench().groups().receipts())
        .containsExactly("20 of 20 steps", "20 of 20 steps' momentum");
  }

  /** 0 cannot be multiplied to another value, and AdamW has no momentum at all. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"type\": \"sgd\", \"momentum\": 0}", "{\"type\": \"adamw\"}"})
  void movesTheRateAloneWhereThereIsNoMomentum(String optimizer) {
    GroupsAfter groups = bench().set("optimizer=" + optimizer).groups();
    assertThat(groups.receipts()).containsExactly("20 of 20 steps");
    assertThat(groups.momentum(5)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "-0.001, 25, 1e4, false, pctStart must be from 0 to 1.0",
    "1.001, 25, 1e4, false, pctStart must be from 0 to 1.0",
    "0.501, 25, 1e4, true, pctStart must be from 0 to 0.5",
    "NaN, 25, 1e4, false, pctStart must be from 0 to 1.0",
    "0.3, 0.999, 1e4, false, divFactor must be finite and at least 1",
    "0.3, Infinity, 1e4, false, divFactor must be finite and at least 1",
    "0.3, 25, 0, false, finalDivFactor must be positive and finite",
    "0.3, 25, NaN, false, finalDivFactor must be positive and finite"
  })
  void rejectsWhatIsOutOfRange(
      double pctStart, double divFactor, double finalDivFactor, boolean three, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new OneCycleConfig(
                    pctStart, Anneal.COS, divFactor, finalDivFactor, true, 0.85, 0.95, three))
        .withMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 0.95", "0.96, 0.95", "0.85, 1", "NaN, 0.95"})
  void rejectsMomentaOutOfRange(double base, double max) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OneCycleConfig(0.3, Anneal.COS, 25, 1e4, true, base, max, false))
        .withMessageStartingWith("baseMomentum and maxMomentum must lie in [0, 1)");
  }

  private static TrickBench bench() {
    return TrickBench.of(new OneCycleProvider()).set("optimizer.learningRate=0.4");
  }
}
