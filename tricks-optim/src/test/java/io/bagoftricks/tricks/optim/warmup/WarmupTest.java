package io.bagoftricks.tricks.optim.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.tricks.optim.RecordingParamGroups;
import io.bagoftricks.tricks.optim.RecordingProblems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WarmupTest {
  /** The learning rates of GluonCV's published log: m = 6255, eta = 0.4, i from 1. */
  @ParameterizedTest
  @CsvSource({"49, 0.003133", "449, 0.028713", "6255, 0.4"})
  void followsThePublishedLog(long i, double expected) {
    RecordingParamGroups groups = warmedUp("5ep");
    assertThat(groups.learningRate().at(i - 1)).isCloseTo(expected, within(5e-7));
  }

  @Test
  void startsWithOneShareAndReachesTheWholeRateExactly() {
    assertThat(Warmup.factor(0, 8)).isEqualTo(0.125);
    assertThat(Warmup.factor(7, 8)).isEqualTo(1.0);
  }

  @Test
  void everyUpdateAddsTheSame() {
    for (long step = 1; step < 100; step++) {
      assertThat(Warmup.factor(step, 100) - Warmup.factor(step - 1, 100))
          .isCloseTo(0.01, within(1e-15));
    }
  }

  @Test
  void leavesTheRateAloneAfterwards() {
    assertThat(warmedUp("5ep").learningRate().at(6255)).isEqualTo(0.4);
  }

  @ParameterizedTest
  @CsvSource({"5ep, 6255", "100ba, 100", "0.5dur, 75060", "0.5ep, 626"})
  void lastsAsLongAsItSays(String duration, long updates) {
    assertThat(warmedUp(duration).learningRate().at(updates - 2)).isLessThan(0.4);
    assertThat(warmedUp(duration).learningRate().at(updates - 1)).isEqualTo(0.4);
    assertThat(warmedUp(duration).learningRate().at(updates)).isEqualTo(0.4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0ep", "0ba", "-5ep"})
  void rejectsADurationThatIsNotPositive(String duration) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WarmupConfig(TrainingTime.parse(duration)))
        .withMessage("duration must be longer than 0, not " + duration);
  }

  @Test
  void acceptsOneUpdate() {
    assertThat(check("1ba").errors()).isEmpty();
  }

  @Test
  void reportsADurationThatRoundsToNothing() {
    assertThat(check("0.0003ep").errors())
        .containsExactly(
            "duration: is 0.0003ep, less than one update of this run (150120 updates):"
                + " make it longer");
  }

  @Test
  void reportsADurationLongerThanTheRun() {
    assertThat(check("121ep").errors())
        .containsExactly(
            "duration: is 121ep, 151371 updates, but the run has only 150120: make it shorter");
    assertThat(check("120ep").errors()).isEmpty();
  }

  private static RecordingParamGroups warmedUp(String duration) {
    RecordingParamGroups groups = new RecordingParamGroups(facts(), List.of());
    new Warmup(new WarmupConfig(TrainingTime.parse(duration))).onParamGroups(groups);
    return groups;
  }

  private static RecordingProblems check(String duration) {
    RecordingProblems problems = new RecordingProblems();
    new WarmupProvider().check(new WarmupConfig(TrainingTime.parse(duration)), facts(), problems);
    return problems;
  }

  /** ImageNet in batches of 1024: 1251 updates an epoch. */
  private static RunFacts facts() {
    return new RunFacts(1000, 1_281_167, new Shape(3, 224, 224), 120, 1024, 1251, 0.4);
  }
}
