package io.bagoftricks.api.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DrawsTest {
  private static final int MANY = 200_000;

  @Test
  void aKeyGivesTheSameDrawsWhateverElseIsDrawn() {
    Draws one = Draws.of(42).stream("mixup").stream(7);
    Draws root = Draws.of(42);
    root.uniform();
    root.stream("cutmix").normal();
    Draws other = root.stream("mixup").stream(7);

    assertThat(other.bits()).isEqualTo(one.bits());
    assertThat(other.beta(0.2, 0.2)).isEqualTo(one.beta(0.2, 0.2));
  }

  @Test
  void keysDoNotCollide() {
    Set<Long> first = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      for (int position = 0; position < 100; position++) {
        first.add(Draws.of(seed).stream("a").stream(position).bits());
        first.add(Draws.of(seed).stream("b").stream(position).bits());
        first.add(Draws.of(seed).stream(position).stream("a").bits());
      }
    }

    assertThat(first).hasSize(30_000);
  }

  @Test
  void uniformsFillTheUnitInterval() {
    Draws draws = Draws.of(1);

    double[] values = DoubleStream.generate(draws::uniform).limit(MANY).toArray();

    assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(0.0, 1e-4);
    assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(1 - 1e-4, 1.0);
    assertMoments(values, 0.5, 1.0 / 12);
  }

  @Test
  void belowIsUniformWithoutBias() {
    Draws draws = Draws.of(2);
    int[] counts = new int[6];

    IntStream.range(0, MANY).forEach(i -> counts[draws.below(6)]++);

    // Chi-squared with 5 degrees of freedom: above 25.7 once in 10,000.
    double expected = MANY / 6.0;
    assertThat(
            Arrays.stream(counts)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum())
        .isLessThan(25.7);
  }

  @Test
  void normalsHaveTheMomentsAndTailsOfTheNormal() {
    Draws draws = Draws.of(3);

    double[] values = DoubleStream.generate(draws::normal).limit(MANY).toArray();

    assertMoments(values, 0, 1);
    // P(|z| > 1.959964) = 0.05
    assertThat(Arrays.stream(values).filter(z -> Math.abs(z) > 1.959964).count() / (double) MANY)
        .isCloseTo(0.05, within(0.002));
  }

  /** Mean a / (a + b), variance ab / ((a + b)^2 (a + b + 1)). */
  @ParameterizedTest
  @CsvSource({"0.2, 0.2", "1, 1", "0.4, 2", "5, 3", "0.01, 0.01"})
  void betasHaveTheMomentsOfTheBeta(double a, double b) {
    Draws draws = Draws.of(4);
    DoubleSupplier beta = () -> draws.beta(a, b);

    double[] values = DoubleStream.generate(beta).limit(MANY).toArray();

    assertThat(Arrays.stream(values).allMatch(v -> v >= 0 && v <= 1)).isTrue();
    assertMoments(values, a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1)));
  }

  @Test
  void tinyBetasAreNotLostToUnderflow() {
    Draws draws = Draws.of(5);

    assertThat(DoubleStream.generate(() -> draws.beta(1e-4, 1e-4)).limit(1000).boxed())
        .allMatch(v -> v >= 0 && v <= 1);
  }

  @Test
  void permutationsHoldEveryNumberAndEveryOrder() {
    Draws draws = Draws.of(6);
    Set<String> orders = new HashSet<>();

    for (int i = 0; i < 1000; i++) {
      int[] order = draws.permutation(4);
      assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3);
      orders.add(Arrays.toString(order));
    }

    assertThat(orders).hasSize(24);
  }

  @Test
  void refusesWhatIsNoDistribution() {
    Draws draws = Draws.of(7);

    assertThatThrownBy(() -> draws.below(0)).hasMessageContaining("positive bound: 0");
    assertThatThrownBy(() -> draws.chance(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> draws.chance(1.0000001)).hasMessageContaining("[0, 1]");
    assertThatThrownBy(() -> draws.uniform(1, 0)).hasMessageContaining("low <= high");
    assertThatThrownBy(() -> draws.beta(0, 1)).hasMessageContaining("positive parameters");
    assertThat(draws.chance(1)).isTrue();
    assertThat(draws.chance(0)).isFalse();
  }

  private static void assertMoments(double[] values, double mean, double variance) {
    double actual = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    // Five standard errors of the mean; the variance's own error is of the same order.
    double tolerance = 5 * Math.sqrt(variance / values.length);
    assertThat(actual).isCloseTo(mean, within(tolerance));
    assertThat(square).isCloseTo(variance, within(5 * tolerance));
  }
}
