package io.bagoftricks.tricks.optim.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.testkit.Golden;
import io.bagoftricks.testkit.GroupsAfter;
import io.bagoftricks.testkit.RecordedProblems;
import io.bagoftricks.testkit.TrickBench;
import io.bagoftricks.testkit.TrickContract;
import io.bagoftricks.tricks.optim.warmup.WarmupConfig.Profile;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WarmupTest {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return TrickContract.of(TrickBench.of(new WarmupProvider()).with("duration", "1ep")).tests();
  }

  /** The learning rates of GluonCV's published log: m = 6255, eta = 0.4, i from 1. */
  @ParameterizedTest
  @CsvSource({"49, 0.003133", "449, 0.028713", "6255, 0.4"})
  @Golden(trick = "warmup", profiles = "paper", source = "GluonCV's published log")
  void followsThePublishedLog(long i, double expected) {
    GroupsAfter groups = warmedUp("5ep");
    assertThat(groups.learningRate(i - 1)).isCloseTo(expected, within(5e-7));
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
    assertThat(warmedUp("5ep").learningRate(6255)).isEqualTo(0.4);
  }

  @ParameterizedTest
  @CsvSource({"5ep, 6255", "100ba, 100", "0.5dur, 75060", "0.5ep, 626"})
  void lastsAsLongAsItSays(String duration, long updates) {
    assertThat(warmedUp(duration).learningRate(updates - 2)).isLessThan(0.4);
    assertThat(warmedUp(duration).learningRate(updates - 1)).isEqualTo(0.4);
    assertThat(warmedUp(duration).learningRate(updates)).isEqualTo(0.4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0ep", "0ba", "-5ep"})
  void rejectsADurationThatIsNotPositive(String duration) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(duration, Profile.PAPER))
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
            "duration: is 0.0003ep, less than one step of this run (150120 steps):"
                + " write \"1ba\" or longer");
  }

  @Test
  void reportsADurationLongerThanTheRun() {
    assertThat(check("121ep").errors())
        .containsExactly(
            "duration: is 121ep, 151371 steps, but the run has only 150120: write \"1dur\", which is the whole run, or shorter");
    assertThat(check("120ep").errors()).isEmpty();
  }

  /**
   * GluonCV's LRScheduler in mode linear: T / N of the rate with N = m - 1 and T the number of the
   * update, which MXNet counts from 1; by hand for m = 6255, eta = 0.4: 49 x 0.4 / 6254.
   */
  @ParameterizedTest
  @CsvSource({"1, 6.395906e-5", "49, 3.133994e-3", "6253, 0.399936", "6254, 0.4", "6255, 0.4"})
  @Golden(trick = "warmup", profiles = "gluoncv", source = "GluonCV's LRScheduler by hand")
  void gluonCvDividesByOneLess(long i, double expected) {
    GroupsAfter groups = warmedUp(config("5ep", Profile.GLUONCV));
    assertThat(groups.learningRate(i - 1)).isCloseTo(expected, within(5e-8));
  }

  @Test
  void gluonCvOfOneOrTwoUpdatesHasTheWholeRate() {
    assertThat(warmedUp(config("1ba", Profile.GLUONCV)).learningRate(0)).isEqualTo(0.4);
    assertThat(warmedUp(config("2ba", Profile.GLUONCV)).learningRate(0)).isEqualTo(0.4);
    assertThat(warmedUp(config("3ba", Profile.GLUONCV)).learningRate(0)).isEqualTo(0.2);
  }

  /**
   * timm's CosineLRScheduler, warmup_lr_init + t (lr - warmup_lr_init) / warmup_t, by hand with
   * DeiT's settings: lr 1e-3, warmup_lr 1e-6, 5 epochs.
   */
  @ParameterizedTest
  @CsvSource({"0, 1e-6", "1, 2.008e-4", "2, 4.006e-4", "3, 6.004e-4", "4, 8.002e-4"})
  @Golden(trick = "warmup", profiles = "timm", source = "timm's scheduler by hand")
  void timmRisesBetweenEpochs(int epoch, double expected) {
    GroupsAfter groups =
        bench(new WarmupConfig(TrainingTime.epochs(5), Profile.TIMM, 1e-6, true))
            .set("optimizer.learningRate=1e-3")
            .groups();
    assertThat(groups.learningRate(epoch * 1251L)).isCloseTo(expected, within(1e-12));
    assertThat(groups.learningRate(epoch * 1251L + 1250)).isCloseTo(expected, within(1e-12));
    assertThat(groups.learningRate(5 * 1251L)).isEqualTo(1e-3);
  }

  /** The same with every update: 1e-5 + t (0.4 - 1e-5) / 6255. */
  @ParameterizedTest
  @CsvSource({"0, 1e-5", "1, 7.394725e-5", "6254, 0.39993605276"})
  void timmRisesWithEveryUpdate(long step, double expected) {
    GroupsAfter groups = warmedUp(config("5ep", Profile.TIMM));
    assertThat(groups.learningRate(step)).isCloseTo(expected, within(1e-9));
    assertThat(groups.learningRate(6255)).isEqualTo(0.4);
  }

  /** The start is a rate and not a share of one. */
  @Test
  void noRateChangesTheOneThatTimmStartsAt() {
    GroupsAfter groups =
        bench(config("5ep", Profile.TIMM)).set("optimizer.learningRate=4").groups();
    assertThat(groups.learningRate(0)).isEqualTo(1e-5);
    assertThat(groups.learningRate(6255)).isEqualTo(4);
  }

  @Test
  void onlyTimmHasAStartAndSteps() {
    for (Profile profile : List.of(Profile.PAPER, Profile.GLUONCV)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new WarmupConfig(TrainingTime.epochs(5), profile, 1e-6, false))
          .withMessage(
              "startRate and perEpoch must be left out unless profile is 'timm', not 1.0E-6 and"
                  + " false");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new WarmupConfig(TrainingTime.epochs(5), profile, 1e-5, true));
    }
    for (double bad : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new WarmupConfig(TrainingTime.epochs(5), Profile.TIMM, bad, false))
          .withMessage("startRate must be at least 0 and finite, not " + bad);
    }
  }

  @Test
  void stepsOfEpochsNeedWholeEpochs() {
    WarmupConfig half = new WarmupConfig(TrainingTime.parse("2.5ep"), Profile.TIMM, 0, true);
    assertThat(check(half).errors())
        .containsExactly(
            "duration: is 2.5ep, which is not a whole number of epochs, as perEpoch needs: write"
                + " one, such as \"3ep\"");
    assertThat(check(new WarmupConfig(half.duration(), Profile.TIMM, 0, false)).errors()).isEmpty();
    assertThat(check(new WarmupConfig(TrainingTime.epochs(2), Profile.TIMM, 0, true)).errors())
        .isEmpty();
  }

  @Test
  void notesAStartThatIsNotBelowTheRate() {
    WarmupConfig high = new WarmupConfig(TrainingTime.epochs(5), Profile.TIMM, 0.4, false);
    assertThat(check(high).notes()).hasSize(1);
    assertThat(check(new WarmupConfig(high.duration(), Profile.TIMM, 0.39, false)).notes())
        .isEmpty();
  }

  private static WarmupConfig config(String duration, Profile profile) {
    return new WarmupConfig(TrainingTime.parse(duration), profile, 1e-5, false);
  }

  private static GroupsAfter warmedUp(String duration) {
    return warmedUp(config(duration, Profile.PAPER));
  }

  private static GroupsAfter warmedUp(WarmupConfig config) {
    return bench(config).groups();
  }

  /** ImageNet in batches of 1024: 1251 steps per epoch, 120 epochs, the rate 0.4. */
  private static TrickBench bench(WarmupConfig config) {
    return TrickBench.of(new WarmupProvider())
        .with("duration", config.duration())
        .with("profile", config.profile().name().toLowerCase(Locale.ROOT))
        .with("startRate", config.startRate())
        .with("perEpoch", config.perEpoch())
        .withJson("mayHaveNoEffect", "true")
        .examples(1_281_167, 1024)
        .set("training.dropLast=true")
        .epochs(120)
        .set("optimizer.learningRate=0.4");
  }

  private static RecordedProblems check(String duration) {
    return check(config(duration, Profile.PAPER));
  }

  private static RecordedProblems check(WarmupConfig config) {
    return RecordedProblems.of(new WarmupProvider(), config, facts());
  }

  /** ImageNet in batches of 1024: 1251 updates per epoch. */
  private static RunFacts facts() {
    return facts(0.4);
  }

  private static RunFacts facts(double learningRate) {
    return new RunFacts(1000, 1_281_167, new Shape(3, 224, 224), 120, 1024, 1251, learningRate);
  }
}
