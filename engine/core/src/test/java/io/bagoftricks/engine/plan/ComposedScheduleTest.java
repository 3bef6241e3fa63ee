package io.bagoftricks.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.plugin.TrickException;
import org.junit.jupiter.api.Test;

final class ComposedScheduleTest {
  // 12 epochs of 100 steps; a ramp of 200 leaves 1,000 for the curve.
  private static final RunFacts FACTS =
      new RunFacts(10, 6_400, new Shape(1, 8, 8), 12, 64, 100, 0.1);

  private final ComposedSchedule rate = new ComposedSchedule("learning rate", 0.1, FACTS);

  @Test
  void isTheBaseWhereNothingShapesIt() {
    assertThat(rate.at(0)).isEqualTo(0.1);
    assertThat(rate.at(1_199)).isEqualTo(0.1);
  }

  @Test
  void multipliesFactorsIntoRampAndCurve() {
    rate.multiply(2);
    rate.multiply(2);
    rate.ramp("warm", 200, 0, step -> (step + 1) / 200.0);
    rate.follow(
        "wave",
        t -> 0.5 + 0.5 * StrictMath.cos(StrictMath.PI * t.stepAfterRamp() / t.stepsAfterRamp()));
    // base 0.1 x 4 = 0.4; the paper's cosine: 0.4, 0.341421, 0.2, 0.058579.
    assertThat(rate.at(0)).isCloseTo(0.002, within(1e-12));
    assertThat(rate.at(99)).isCloseTo(0.2, within(1e-12));
    assertThat(rate.at(199)).isCloseTo(0.4, within(1e-12));
    assertThat(rate.at(200)).isCloseTo(0.4, within(1e-12));
    assertThat(rate.at(450)).isCloseTo(0.341421, within(1e-6));
    assertThat(rate.at(700)).isCloseTo(0.2, within(1e-12));
    assertThat(rate.at(950)).isCloseTo(0.058579, within(1e-6));
  }

  /** timm's rule: the start does not grow with the rate. 0.001 + (0.4 - 0.001) x 50 / 200. */
  @Test
  void aRampMayBeginAtAValueThatNoFactorChanges() {
    rate.ramp("warm", 200, 0.001, step -> step / 200.0);
    rate.multiply(4);
    assertThat(rate.at(0)).isEqualTo(0.001);
    assertThat(rate.at(50)).isCloseTo(0.10075, within(1e-15));
    assertThat(rate.at(200)).isEqualTo(0.4);
    for (double bad : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(
              () -> new ComposedSchedule("learning rate", 0.1, FACTS).ramp("a", 1, bad, step -> 1))
          .hasMessageContaining("begins at a finite value that is not negative, not " + bad);
    }
  }

  @Test
  void keepsTheBaseAfterARampAlone() {
    rate.ramp("warm", 2, 0, step -> 0.5);
    assertThat(rate.at(1)).isEqualTo(0.05);
    assertThat(rate.at(2)).isEqualTo(0.1);
  }

  @Test
  void refusesASecondRampAndASecondCurve() {
    rate.ramp("a", 10, 0, step -> 1);
    rate.follow("b", t -> 1);
    assertThatThrownBy(() -> rate.ramp("c", 10, 0, step -> 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("'a' and 'c' both set the ramp of the learning rate. Keep one of them.");
    assertThatThrownBy(() -> rate.follow("c", t -> 1))
        .hasMessage("'b' and 'c' both set the curve of the learning rate. Keep one of them.");
  }

  @Test
  void refusesFactorsThatAreNotPositiveAndFinite() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> rate.multiply(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    rate.multiply(Double.MIN_NORMAL);
    assertThatThrownBy(() -> rate.ramp("a", -1, 0, step -> 1)).hasMessageContaining("-1 steps");
  }

  @Test
  void findsValuesOutOfBounds() {
    assertThat(rate.fault(1)).isEmpty();
    assertThat(rate.fault(0.1)).hasValue("The learning rate of step 1 is 0.1");
    rate.follow("b", t -> t.step() == 1_199 ? -1 : 0);
    assertThat(rate.fault(1))
        .hasValue("The learning rate of step 1200 is -0.1 by the schedule of 'b'");
  }

  @Test
  void findsNotANumber() {
    rate.ramp("a", 10, 0, step -> Double.NaN);
    assertThat(rate.fault(Double.POSITIVE_INFINITY))
        .hasValue("The learning rate of step 1 is NaN by the schedule of 'a'");
  }

  @Test
  void namesTheTrickWhoseCurveIsWrongInAnUpdateThatPlanningDidNotLookAt() {
    rate.follow("b", t -> t.step() == 3 ? Double.NaN : 1);
    assertThatThrownBy(() -> rate.at(3))
        .isInstanceOf(TrickException.class)
        .hasMessage(
            "[plugin/schedule] 'b' in the schedule of onParamGroups at step 4: it makes the"
                + " learning rate NaN. It must be finite and not negative.");
  }

  @Test
  void namesTheTrickWhoseCurveFails() {
    rate.follow(
        "wave",
        t -> {
          throw new ArithmeticException("no");
        });
    assertThatThrownBy(() -> rate.at(3))
        .isInstanceOf(TrickException.class)
        .hasCauseInstanceOf(ArithmeticException.class)
        .hasMessage(
            "'wave' failed in the schedule of onParamGroups at step 4:"
                + " java.lang.ArithmeticException: no");
  }

  @Test
  void theRampOwnsItsUpdatesAndTheCurveThoseAfterIt() {
    rate.ramp("warm", 200, 0, step -> 1);
    rate.follow("wave", t -> 1);
    assertThat(rate.owner(199)).hasValue("warm");
    assertThat(rate.owner(200)).hasValue("wave");
  }

  @Test
  void aRateOfZeroIsARateAndARampOfNoUpdateIsARamp() {
    rate.ramp("none", 0, 0, step -> 1);
    rate.follow("b", t -> 0);
    assertThat(rate.at(0)).isZero();
    assertThatThrownBy(
            () -> new ComposedSchedule("learning rate", 0.1, FACTS).ramp("a", -1, 0, step -> 1))
        .hasMessage("A ramp does not last -1 steps");
  }

  /** Of 2,500 steps every second is looked at, and these two are not among them. */
  @Test
  void looksAtTheLastUpdateAndTheFirstAfterTheRampOfALongRun() {
    RunFacts facts = new RunFacts(10, 6_400, new Shape(1, 8, 8), 25, 64, 100, 0.1);
    for (long wrong : new long[] {1_001, 2_499}) {
      ComposedSchedule schedule = new ComposedSchedule("learning rate", 0.1, facts);
      schedule.ramp("warm", 1_001, 0, step -> 1);
      schedule.follow("b", t -> t.step() == wrong ? Double.NaN : 1);
      assertThat(schedule.fault(Double.POSITIVE_INFINITY))
          .hasValue("The learning rate of step " + (wrong + 1) + " is NaN by the schedule of 'b'");
    }
  }

  @Test
  void onlyWhatATrickItselfShapesMakesItNeutralOrNot() {
    rate.multiply(2);
    rate.ramp("warm", 200, 0, step -> step / 200.0);
    rate.follow("flat", t -> 1);
    assertThat(rate.isNeutral("flat")).isTrue();
    assertThat(rate.isNeutral("warm")).isFalse();

    ComposedSchedule other = new ComposedSchedule("learning rate", 0.1, FACTS);
    other.multiply(2);
    other.ramp("level", 200, 0, step -> 1);
    other.follow("wave", t -> t.step() == 200 ? 0.5 : 1);
    assertThat(other.isNeutral("level")).isTrue();
    assertThat(other.isNeutral("wave")).isFalse();
  }
}
