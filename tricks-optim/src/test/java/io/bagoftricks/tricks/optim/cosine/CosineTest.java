package io.bagoftricks.tricks.optim.cosine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.ScheduleTime;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.GroupsAfter;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.optim.cosine.CosineConfig.Profile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CosineTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(new CosineProvider()).tests();
  }

  /** He et al. 2019, section 5.1, with eta = 0.4. */
  @ParameterizedTest
  @CsvSource({"0, 0.4", "25, 0.341421", "50, 0.2", "75, 0.058579", "100, 0"})
  @Golden(trick = "cosine", profiles = "paper", source = "He et al. 2019, section 5.1")
  void followsThePaper(long step, double expected) {
    assertThat(0.4 * Cosine.factor(step, 100)).isCloseTo(expected, within(5e-7));
  }

  @Test
  void fallsAsMuchBeforeTheMiddleAsAfterIt() {
    for (long step = 0; step <= 100; step++) {
      assertThat(Cosine.factor(step, 100) + Cosine.factor(100 - step, 100))
          .isCloseTo(1, within(1e-15));
    }
  }

  @Test
  void paperStartsWhereTheWarmUpEnds() {
    CosineConfig config = new CosineConfig(Profile.PAPER, false);
    assertThat(Cosine.factor(time(20), config)).isEqualTo(1);
    assertThat(Cosine.factor(time(60), config)).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void timmRunsUnderneathTheWarmUp() {
    CosineConfig config = new CosineConfig(Profile.TIMM, false);
    assertThat(Cosine.factor(time(0), config)).isEqualTo(1);
    assertThat(Cosine.factor(time(50), config)).isCloseTo(0.5, within(1e-15));
  }

  /**
   * timm's CosineLRScheduler per epoch, lr 1e-3 without a lower bound, 5 of 300 epochs warm-up, as
   * its formula gives them by hand: 0.5 (1 + cos(pi t / 300)) at t = 5, 150 and 299.
   */
  @ParameterizedTest
  @CsvSource({"5, 9.99314767e-4", "150, 5e-4", "299, 2.741532e-8"})
  @Golden(trick = "cosine", profiles = "timm", source = "timm's CosineLRScheduler by hand")
  void timmCountsTheEpochsOfTheWarmUp(long epoch, double expected) {
    CosineConfig config = new CosineConfig(Profile.TIMM, true);
    for (long step : new long[] {epoch * 10, epoch * 10 + 9}) {
      double rate = 1e-3 * Cosine.factor(new ScheduleTime(step, 50, 10, 3000), config);
      assertThat(rate).isCloseTo(expected, within(5e-11));
    }
  }

  /**
   * GluonCV's LRScheduler in mode cosine: (1 + cos(pi T / N)) / 2 with N = n - 1 and T counted from
   * 1; here n = 81 updates behind 19 of warm-up.
   */
  @ParameterizedTest
  @CsvSource({"19, 1, 80", "38, 20, 80", "58, 40, 80", "98, 80, 80", "99, 80, 80"})
  @Golden(trick = "cosine", profiles = "gluoncv", source = "GluonCV's LRScheduler")
  void gluonCvEndsAtZero(long step, long t, long n) {
    double factor =
        Cosine.factor(
            new ScheduleTime(step, 19, 10, 100), new CosineConfig(Profile.GLUONCV, false));
    assertThat(factor).isCloseTo(0.5 + 0.5 * Math.cos(Math.PI * t / n), within(1e-15));
    assertThat(Cosine.gluonCvFactor(0, 1)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"PAPER, 20, 29, 30", "TIMM, 20, 29, 30", "PAPER, 30, 39, 40"})
  void changesBetweenEpochsOnlyWhereAsked(Profile profile, long first, long last, long next) {
    CosineConfig config = new CosineConfig(profile, true);
    assertThat(Cosine.factor(time(last), config)).isEqualTo(Cosine.factor(time(first), config));
    assertThat(Cosine.factor(time(next), config)).isLessThan(Cosine.factor(time(last), config));
  }

  @Test
  void epochsCountFromTheStartOfTheRunWhateverTheWarmUp() {
    CosineConfig config = new CosineConfig(Profile.PAPER, true);
    double first = Cosine.factor(new ScheduleTime(20, 15, 10, 100), config);
    assertThat(Cosine.factor(new ScheduleTime(15, 15, 10, 100), config)).isEqualTo(1);
    assertThat(first).isEqualTo(Cosine.factor(5, 85));
    assertThat(Cosine.factor(new ScheduleTime(29, 15, 10, 100), config)).isEqualTo(first);
  }

  @Test
  void setsTheCurveOfTheLearningRate() {
    GroupsAfter groups =
        TrickBench.of(new CosineProvider())
            .examples(80, 8)
            .set("optimizer.learningRate=0.4")
            .groups();
    assertThat(groups.learningRate(25)).isCloseTo(0.341421, within(5e-7));
  }

  /** A run of 100 updates in 10 epochs, 20 of them warm-up. */
  private static ScheduleTime time(long step) {
    return new ScheduleTime(step, 20, 10, 100);
  }
}
