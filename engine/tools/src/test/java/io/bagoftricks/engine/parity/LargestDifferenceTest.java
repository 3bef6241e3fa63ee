package io.bagoftricks.engine.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LargestDifferenceTest {
  private static final double[] EXPECTED = {3, 0, -4};

  private final LargestDifference difference = new LargestDifference();

  @ParameterizedTest
  @CsvSource({"1, 0", "1.5, 0.5", "2, 1", "0, 1", "-1, 2"})
  void aFactorIsItsDistanceFromOne(double factor, double distance) {
    difference.add("a", EXPECTED, new double[] {3 * factor, 0, -4 * factor});

    assertThat(difference.largest()).isCloseTo(distance, within(1e-15));
  }

  @Test
  void anotherDirectionIsFar() {
    difference.add("a", EXPECTED, new double[] {0, 5, 0});

    assertThat(difference.largest()).isCloseTo(Math.sqrt(2), within(1e-15));
  }

  @Test
  void theLargestOfAllCountsAndIsNamed() {
    difference.add("first", EXPECTED, EXPECTED);
    difference.add("second", EXPECTED, new double[] {3, 0, -3});
    difference.add("third", EXPECTED, new double[] {3, 0.5, -4});

    assertThat(difference.largest()).isCloseTo(0.2, within(1e-15));
    assertThat(difference.tensor()).isEqualTo("second");
  }

  @Test
  void whatIsNotFiniteIsTheWorst() {
    difference.add("a", EXPECTED, new double[] {3, Double.NaN, -4});

    assertThat(difference.largest()).isInfinite();
  }

  @Test
  void somethingInPlaceOfZeroIsTheWorst() {
    difference.add("zero", new double[2], new double[2]);
    assertThat(difference.largest()).isZero();

    difference.add("something", new double[2], new double[] {0, 1e-9});
    assertThat(difference.largest()).isInfinite();
  }
}
