package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stretch of training in which parameters keep their values, and groups that have some. */
final class FrozenStepsTest {
  @Test
  void beginsWithItsFirstStepAndEndsBeforeItsLast() {
    FrozenSteps steps = new FrozenSteps(3, 5);

    assertThat(List.of(2L, 3L, 4L, 5L).stream().map(steps::contains))
        .containsExactly(false, true, true, false);
  }

  @Test
  void severalCoverARunWithoutAGap() {
    FrozenSteps first = new FrozenSteps(0, 3);
    FrozenSteps last = new FrozenSteps(3, 9);

    assertThat(FrozenSteps.cover(List.of(last, first), 9)).isTrue();
    assertThat(FrozenSteps.cover(List.of(first, new FrozenSteps(1, 2), last), 9)).isTrue();
    assertThat(FrozenSteps.cover(List.of(last, first), 10)).isFalse();
    assertThat(FrozenSteps.cover(List.of(first, new FrozenSteps(4, 9)), 9)).isFalse();
    assertThat(FrozenSteps.cover(List.of(last), 9)).isFalse();
    assertThat(FrozenSteps.cover(List.of(), 9)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "5, 5", "6, 5"})
  void isAStretchOfTheRun(long from, long until) {
    assertThatThrownBy(() -> new FrozenSteps(from, until))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Parameters are frozen from a step of the run until a later one, not from %s until %s"
                .formatted(from, until));
  }

  @Test
  void mayBeginWithTheRunAndLastOneStep() {
    assertThat(new FrozenSteps(0, 1).contains(0)).isTrue();
    assertThat(new FrozenSteps(0, 1).contains(1)).isFalse();
  }

  @Test
  void aGroupHasNeitherRateNorDecayWithinIt() {
    ParameterGroup group =
        new ParameterGroup(
            List.of(), 0.5, 0.25, List.of(new FrozenSteps(0, 2), new FrozenSteps(5, 6)));

    for (long step : new long[] {0, 1, 5}) {
      assertThat(group.isFrozen(step)).isTrue();
      assertThat(group.rateFactor(step)).isZero();
      assertThat(group.decayFactor(step)).isZero();
    }
    for (long step : new long[] {2, 4, 6}) {
      assertThat(group.isFrozen(step)).isFalse();
      assertThat(group.rateFactor(step)).isEqualTo(0.5);
      assertThat(group.decayFactor(step)).isEqualTo(0.25);
    }
  }

  @Test
  void aGroupWithoutARateIsFrozenAlwaysAndMayDecay() {
    ParameterGroup group = new ParameterGroup(List.of(), 0, 0.25, List.of());

    assertThat(group.isFrozen(0)).isTrue();
    assertThat(group.rateFactor(0)).isZero();
    assertThat(group.decayFactor(0)).isEqualTo(0.25);
  }
}
