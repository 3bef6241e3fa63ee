package io.bagoftricks.engine.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.engine.evaluation.CalibrationBin;
import org.junit.jupiter.api.Test;

final class CalibrationErrorTest {
  private final CalibrationError error = new CalibrationError();

  /** By hand: |1 - 1.92| in (14/15, 1], |1 - 0.5| in (7/15, 8/15], |0 - 0.2| in (2/15, 3/15]. */
  @Test
  void isTheMeanDistanceBetweenShareAndProbability() {
    error.add(0.95, true);
    error.add(0.97, false);
    error.add(0.5, true);
    error.add(0.2, false);
    assertThat(error.value()).isCloseTo((0.92 + 0.5 + 0.2) / 4, within(1e-15));
    assertThat(error.bins()).hasSize(15);
    assertThat(error.bins().get(14)).isEqualTo(new CalibrationBin(14.0 / 15, 1, 2, 0.96, 0.5));
    assertThat(error.bins().get(7)).isEqualTo(new CalibrationBin(7.0 / 15, 8.0 / 15, 1, 0.5, 1));
    assertThat(error.bins().get(2)).isEqualTo(new CalibrationBin(2.0 / 15, 0.2, 1, 0.2, 0));
    assertThat(error.bins().get(0)).isEqualTo(new CalibrationBin(0, 1.0 / 15, 0, 0, 0));
  }

  /** 0.2 is the upper end of (2/15, 3/15], which holds 0.134 too: |1 - 0.334| over both. */
  @Test
  void aBinHasItsUpperEnd() {
    error.add(0.2, true);
    error.add(0.134, false);
    assertThat(error.value()).isCloseTo(0.666 / 2, within(1e-15));
  }

  /**
   * As 15 intervals with {@code conf > lower and conf <= upper}, the form of Guo's own code, in
   * Python: 0.27828431372549023.
   */
  @Test
  void agreesWithAnotherProgramOnTwoHundredExamples() {
    for (int i = 0; i < 200; i++) {
      error.add((i * 37 % 101 + 1) / 102.0, i * 53 % 7 < 4);
    }
    assertThat(error.value()).isCloseTo(0.27828431372549023, within(1e-14));
  }

  @Test
  void isZeroWhereTheNetworkIsRightAsOftenAsItSays() {
    for (int i = 0; i < 4; i++) {
      error.add(0.75, i < 3);
      error.add(1, true);
    }
    assertThat(error.value()).isZero();
  }

  @Test
  void isNotKnownWhereAProbabilityIsNone() {
    assertThat(error.value()).isZero();
    error.add(0.5, true);
    error.add(Double.NaN, false);
    assertThat(error.value()).isNaN();
  }
}
