package io.bagoftricks.tricks.optim.lookahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.testkit.TrickRun;
import io.bagoftricks.tricks.optim.lookahead.LookaheadConfig.Profile;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LookaheadTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new LookaheadProvider()).with("k", 2)).tests();
  }

  /** By hand, alpha 1/4: from 8 to 12 is 9; from 9 to 1 is 7. In between they stay. */
  @Test
  @Golden(trick = "lookahead", profiles = "paper", source = "by hand")
  void goesPartOfTheWayEveryKSteps() {
    try (TrickRun run = bench("paper").start()) {
      assertThat(step(run.weights(8), 100)).isEqualTo(100);
      assertThat(step(run, 12)).isEqualTo(9);
      assertThat(step(run, -50)).isEqualTo(-50);
      assertThat(step(run, 1)).isEqualTo(7);
    }
  }

  /** timm's first time copies 12; then from 12 to 4 is 10. */
  @Test
  @Golden(trick = "lookahead", profiles = "timm", source = "by hand")
  void timmBeginsAtStepK() {
    try (TrickRun run = bench("timm").start()) {
      step(run.weights(8), 100);
      assertThat(step(run, 12)).isEqualTo(12);
      step(run, 100);
      assertThat(step(run, 4)).isEqualTo(10);
    }
  }

  /** timm's program syncs after each epoch, here of two steps; every k-th step counts on. */
  @Test
  @Golden(trick = "lookahead", profiles = "timm", source = "by hand")
  void timmFollowsAtTheEndOfEachEpochToo() {
    try (TrickRun run = bench("timm").with("k", 3).start()) {
      assertThat(step(run.at(0).weights(8), 100)).isEqualTo(100);
      assertThat(step(run.at(1), 12)).isEqualTo(12); // the end of the first epoch: a copy
      assertThat(step(run.at(2), 4)).isEqualTo(10); // the third step
      assertThat(step(run.at(3), 6)).isEqualTo(9); // the end of the second epoch
      assertThat(step(run.at(4), 5)).isEqualTo(5);
    }
    try (TrickRun run = bench("paper").with("k", 3).start()) {
      step(run.at(0).weights(8), 100);
      assertThat(step(run.at(1), 12)).isEqualTo(12);
      assertThat(step(run.at(2), 12)).isEqualTo(9);
      assertThat(step(run.at(3), 6)).isEqualTo(6);
    }
  }

  /** A frozen weight is not updated, and stays where it is; another goes towards its slow one. */
  @Test
  void leavesFrozenWeightsAlone() {
    try (TrickRun run = bench("paper").set("model.freeze=[\"conv1\"]").start()) {
      int last = run.weights().length - 1;
      run.onStep(1);
      double[] trained = new double[last + 1];
      Arrays.fill(trained, 12);
      run.weights(trained).afterStep();
      double before = run.weights()[last];
      run.weights(trained).afterStep();
      assertThat(run.weights()[0]).isEqualTo(12);
      assertThat(run.weights()[last]).isNotEqualTo(before);
    }
  }

  @Test
  void goesOnFromItsStateInANewInstance() {
    try (TrickRun run = bench("paper").start()) {
      step(run.weights(8), 100);
      assertThat(step(run.restart(), 12)).isEqualTo(9);
    }
  }

  @Test
  void aStepThatWasSkippedOrOverflowedDoesNotCount() {
    try (TrickRun run = bench("paper").start()) {
      step(run.weights(8), 100);
      run.afterSkippedStep(true).afterSkippedStep(false);
      assertThat(run.remembered()).containsExactly(Map.entry("updates", 1L));
      assertThat(step(run, 12)).isEqualTo(9);
    }
  }

  @Test
  void notesWhatDoesNothing() {
    assertThat(bench("paper").with("alpha", 1).check().notes()).hasSize(1);
    assertThat(bench("paper").with("k", 21).check().notes()).hasSize(1);
    assertThat(bench("paper").with("k", 20).check().notes()).isEmpty();
    assertThat(bench("timm").with("k", 21).check().notes()).isEmpty();
    assertThat(bench("timm").with("k", 3).epochs(1).check().notes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.001, Double.NaN})
  void rejectsAnAlphaOutsideItsRange(double alpha) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LookaheadConfig(5, alpha, Profile.PAPER))
        .withMessage("alpha must be above 0 and at most 1, not " + alpha);
  }

  @Test
  void rejectsKOfZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LookaheadConfig(0, 0.5, Profile.PAPER))
        .withMessage("k must be at least 1, not 0");
  }

  /** The optimizer makes the first weight this, and the trick what is returned. */
  private static double step(TrickRun run, double weight) {
    run.onStep(1);
    return run.weights(weight).afterStep().weights()[0];
  }

  private static TrickBench bench(String profile) {
    return TrickBench.of(new LookaheadProvider())
        .with("k", 2)
        .with("alpha", 0.25)
        .with("profile", profile)
        .in64Bits();
  }
}
