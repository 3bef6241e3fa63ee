package io.bagoftricks.engine.internal.train.hook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

/** Targets that are, or are not, distributions over the classes. */
final class DistributionsTest {
  private static final String RULE =
      " Each row is a distribution over the classes: no value below 0, and the sum is 1.";

  @ParameterizedTest
  @CsvSource({
    "0.25, 0.75",
    "1.0005, -0.0005",
    "0.5, 0.5005",
    "0.5, 0.4995",
    "0, 1",
    "-0.0009, 1",
  })
  void rowsThatSumToOneAreSound(double first, double second) {
    assertThat(
            Distributions.fault(Nd4j.createFromArray(new double[][] {{0.5, 0.5}, {first, second}})))
        .isEmpty();
  }

  @Test
  void saysWhichRowHasWhichFault() {
    assertThat(
            Distributions.fault(
                Nd4j.createFromArray(new double[][] {{0.5, 0.5}, {0.25, 0.5}, {1, 1}})))
        .contains("it left targets that are not a distribution, row 1 sums to 0.75." + RULE);
    assertThat(Distributions.fault(Nd4j.createFromArray(new double[][] {{0.5, 0.625}, {1, 0}})))
        .contains("it left targets that are not a distribution, row 0 sums to 1.125." + RULE);
    assertThat(
            Distributions.fault(
                Nd4j.createFromArray(new double[][] {{0, 0, 1}, {0, 0, 1}, {1.5, 0, -0.5}})))
        .contains("it left targets that are not a distribution, row 2 has the value -0.5." + RULE);
    assertThat(Distributions.fault(Nd4j.createFromArray(new double[][] {{Double.NaN, 0}})))
        .contains("it left targets that are not a distribution, row 0 has the value NaN." + RULE);
    assertThat(
            Distributions.fault(
                Nd4j.createFromArray(new double[][] {{Double.POSITIVE_INFINITY, 0}})))
        .hasValueSatisfying(fault -> assertThat(fault).contains("row 0 has the value Infinity"));
  }
}
