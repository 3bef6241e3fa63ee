package io.bagoftricks.tricks.arch.weightstandardization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SumsTest {
  /** Four sums at a time, and what is left. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 9})
  void sumsHaveEveryValueOnce(int length) {
    double[] values = new double[length];
    double[] others = new double[length];
    double sum = 0;
    double products = 0;
    for (int i = 0; i < length; i++) {
      values[i] = 1 << i;
      others[i] = i + 1;
      sum += values[i];
      products += values[i] * others[i];
    }
    assertThat(Sums.of(values)).isCloseTo(sum, within(0.0));
    assertThat(Sums.ofProducts(values, others)).isCloseTo(products, within(0.0));
  }
}
