package io.bagoftricks.api.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Draws against exact distributions, with fixed seeds, and what is near each distribution and not
 * it: a statistic that passes that too would see no mistake.
 */
final class DrawsTest {
  private static final int MANY = 400_000;

  /** Of Kolmogorov's distribution: above it once in 1,000. */
  private static final double CRITICAL = 1.95;

  /** Of the chi-squared distributions of 1, 5 and 23 degrees of freedom: once in 1,000. */
  private static final double CHI_SQUARED_1 = 10.8;

  private static final double CHI_SQUARED_5 = 20.5;
  private static final double CHI_SQUARED_23 = 49.7;

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

  /** The published generator at seed 0: this run's seed makes its key 0. */
  @Test
  void bitsAreThoseOfSplitMix64() {
    Draws draws = Draws.of(-0x9E3779B97F4A7C15L);

    assertThat(List.of(draws.bits(), draws.bits(), draws.bits()))
        .containsExactly(0xE220A8397B1DCDAFL, 0x6E789E6AA1B965F4L, 0x06C45D188009454FL);
  }

  /** The sum may be rounded up to the end, which is not in the interval. */
  @Test
  void aUniformIsBelowItsEnd() {
    double high = Math.nextUp(1.0);
    for (int i = 0; i < 100; i++) {
      assertThat(Draws.of(i).uniform(1, high)).isEqualTo(1);
    }
    assertThat(Draws.of(1).uniform(2, 2)).isEqualTo(2);
    assertThatThrownBy(
            () -> Draws.of(1).uniform(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void uniformsAreUniform() {
    Draws draws = Draws.of(1);
    RealDistribution uniform = new UniformRealDistribution(0, 1);

    assertThat(distance(uniform, draws::uniform)).isLessThan(CRITICAL);
    assertThat(distance(new UniformRealDistribution(-2, 3), () -> draws.uniform(-2, 3)))
        .isLessThan(CRITICAL);
    assertThat(distance(uniform, () -> draws.uniform(0, 1.01))).isGreaterThan(CRITICAL);
    assertThat(distance(uniform, () -> draws.uniform(0.005, 1))).isGreaterThan(CRITICAL);
  }

  @Test
  void belowIsUniformWithoutBias() {
    Draws draws = Draws.of(2);

    assertThat(chiSquared(6, () -> draws.below(6))).isLessThan(CHI_SQUARED_5);
    assertThat(chiSquared(6, () -> draws.below(61) % 6)).isGreaterThan(CHI_SQUARED_5);
  }

  @Test
  void chancesAreAsLikelyAsTheySay() {
    Draws draws = Draws.of(8);

    assertThat(chiSquared(2, () -> draws.chance(0.5) ? 1 : 0)).isLessThan(CHI_SQUARED_1);
    assertThat(chiSquared(2, () -> draws.chance(0.505) ? 1 : 0)).isGreaterThan(CHI_SQUARED_1);
    double share = IntStream.range(0, MANY).filter(i -> draws.chance(0.2)).count() / (double) MANY;
    // Four standard errors of sqrt(0.2 0.8 / n).
    assertThat(share).isCloseTo(0.2, within(4 * 0.4 / Math.sqrt(MANY)));
  }

  @Test
  void normalsAreNormal() {
    Draws draws = Draws.of(3);
    RealDistribution normal = new NormalDistribution();

    assertThat(distance(normal, draws::normal)).isLessThan(CRITICAL);
    assertThat(distance(normal, () -> 1.02 * draws.normal())).isGreaterThan(CRITICAL);
    assertThat(distance(normal, () -> 0.98 * draws.normal())).isGreaterThan(CRITICAL);
    assertThat(distance(normal, () -> draws.normal() + 0.01)).isGreaterThan(CRITICAL);
  }

  @ParameterizedTest
  @CsvSource({"0.2, 0.2", "1, 1", "0.4, 2", "5, 3"})
  void betasAreBeta(double a, double b) {
    Draws draws = Draws.of(4);
    RealDistribution beta = new BetaDistribution(a, b);

    assertThat(distance(beta, () -> draws.beta(a, b))).isLessThan(CRITICAL);
    assertThat(distance(beta, () -> draws.beta(1.05 * a, 1.05 * b))).isGreaterThan(CRITICAL);
    assertThat(distance(beta, () -> draws.beta(0.95 * a, 0.95 * b))).isGreaterThan(CRITICAL);
    assertThat(distance(beta, () -> draws.beta(1.05 * a, b))).isGreaterThan(CRITICAL);
  }

  /** The neighbors that a mistake in the boost of small shapes would give. */
  @Test
  void theBetaOfMixupIsNoOther() {
    Draws draws = Draws.of(9);
    RealDistribution beta = new BetaDistribution(0.2, 0.2);

    assertThat(distance(beta, () -> draws.beta(0.25, 0.25))).isGreaterThan(2 * CRITICAL);
    assertThat(distance(beta, () -> draws.beta(0.3, 0.3))).isGreaterThan(2 * CRITICAL);
    assertThat(distance(beta, () -> draws.beta(0.19, 0.19))).isGreaterThan(CRITICAL);
    assertThat(distance(beta, () -> draws.beta(0.2, 0.21))).isGreaterThan(CRITICAL);
  }

  /** Most of such a distribution lies nearer to 0 and 1 than doubles can say. */
  @Test
  void extremeBetasHaveTheSharesOfTheBeta() {
    Draws draws = Draws.of(10);
    double[] values = DoubleStream.generate(() -> draws.beta(0.01, 0.01)).limit(MANY).toArray();

    for (double limit : new double[] {1e-100, 1e-10, 0.01, 0.5, 0.99}) {
      double expected = new BetaDistribution(0.01, 0.01).cumulativeProbability(limit);
      double share = Arrays.stream(values).filter(v -> v < limit).count() / (double) MANY;
      double error = Math.sqrt(expected * (1 - expected) / MANY);
      assertThat(share).as("below %s", limit).isCloseTo(expected, within(4 * error));
    }
  }

  /** Where sums overflow, and where not even logarithms of the gammas are finite. */
  @Test
  void betasOfAnyPositiveParametersAreNumbers() {
    Draws draws = Draws.of(6);
    assertThat(draws.beta(1e308, 1e308)).isCloseTo(0.5, within(1e-6));
    int ones = 0;
    for (int i = 0; i < 1000; i++) {
      double value = draws.beta(Double.MIN_VALUE, Double.MIN_VALUE);
      assertThat(value).isIn(0.0, 1.0);
      ones += (int) value;
    }
    assertThat(ones).isBetween(430, 570);
  }

  @Test
  void tinyBetasAreNotLostToUnderflow() {
    Draws draws = Draws.of(5);

    double[] values = DoubleStream.generate(() -> draws.beta(1e-4, 1e-4)).limit(1000).toArray();

    assertThat(Arrays.stream(values).allMatch(v -> v >= 0 && v <= 1)).isTrue();
    // Nearly every draw is one of the ends, each as often: 5 standard deviations of sqrt(1000)/2.
    assertThat(Arrays.stream(values).filter(v -> v > 0.5).count()).isBetween(421L, 579L);
  }

  @Test
  void permutationsAreUniform() {
    Draws draws = Draws.of(6);

    assertThat(chiSquared(24, () -> rank(draws.permutation(4)))).isLessThan(CHI_SQUARED_23);
    assertThat(chiSquared(24, () -> rank(swappedWithAny(draws)))).isGreaterThan(CHI_SQUARED_23);
    int[] places = new int[100];
    for (int i = 0; i < 20_000; i++) {
      int[] order = draws.permutation(100);
      for (int place = 0; place < order.length; place++) {
        places[place] += order[place] == 17 ? 1 : 0;
      }
    }
    // Each place as often; chi-squared with 99 degrees of freedom: above 148.2 once in 1,000.
    assertThat(Arrays.stream(places).mapToDouble(c -> (c - 200) * (c - 200) / 200.0).sum())
        .isLessThan(148.2);
  }

  /** The well-known mistake: every place is swapped with any, 256 ways for 24 orders. */
  private static int[] swappedWithAny(Draws draws) {
    int[] order = {0, 1, 2, 3};
    for (int i = 0; i < order.length; i++) {
      int j = draws.below(order.length);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }

  /** A number for each of the 24 orders of four. */
  private static int rank(int[] order) {
    assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3);
    int rank = 0;
    for (int i = 0; i < order.length; i++) {
      int smaller = 0;
      for (int j = i + 1; j < order.length; j++) {
        smaller += order[j] < order[i] ? 1 : 0;
      }
      rank = rank * (order.length - i) + smaller;
    }
    return rank;
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

  /** Kolmogorov's and Smirnov's statistic of many draws: the root of n times the distance. */
  private static double distance(RealDistribution distribution, DoubleSupplier draw) {
    double[] sorted = DoubleStream.generate(draw).limit(MANY).sorted().toArray();
    double largest = 0;
    for (int i = 0; i < MANY; i += 16) { // a look at each would change no more than 0.03
      double expected = distribution.cumulativeProbability(sorted[i]);
      double above = (i + 1.0) / MANY - expected;
      double below = expected - (double) i / MANY;
      largest = Math.max(largest, Math.max(above, below));
    }
    return Math.sqrt(MANY) * largest;
  }

  /** Pearson's statistic of many draws from equally likely numbers. */
  private static double chiSquared(int numbers, IntSupplier draw) {
    int[] counts = new int[numbers];
    IntStream.range(0, MANY).forEach(i -> counts[draw.getAsInt()]++);
    double expected = (double) MANY / numbers;
    return Arrays.stream(counts)
        .mapToDouble(count -> (count - expected) * (count - expected) / expected)
        .sum();
  }

  /** The method by hand, from the uniforms of the same stream. */
  @Test
  void fillsWithTheNormalsOfThePolarMethod() {
    Draws uniforms = Draws.of(7).stream("polar");
    double x;
    double y;
    do {
      x = 2 * uniforms.uniform() - 1;
      y = 2 * uniforms.uniform() - 1;
    } while (Math.hypot(x, y) >= 1);
    double radius = Math.hypot(x, y);
    double length = Math.sqrt(-4 * Math.log(radius));
    float[] two = new float[2];
    Draws.of(7).stream("polar").fillNormal(two);
    assertThat((double) two[0]).isCloseTo(length * x / radius, within(1e-6));
    assertThat((double) two[1]).isCloseTo(length * y / radius, within(1e-6));
    float[] one = new float[1];
    Draws.of(7).stream("polar").fillNormal(one);
    assertThat(one[0]).isEqualTo(two[0]);
    Draws.of(7).fillNormal(new float[0]);
  }

  /** Moments 0, 1, 0, 3, and 4.55 % beyond two deviations; five standard errors each. */
  @Test
  void filledNormalsAreNormal() {
    int n = 200_000;
    float[] values = new float[n];
    Draws.of(11).fillNormal(values);
    double[] moments = new double[5];
    int beyond = 0;
    for (float value : values) {
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(value, power) / n;
      }
      beyond += Math.abs(value) > 2 ? 1 : 0;
    }
    assertThat(moments[1]).isCloseTo(0, within(5 * Math.sqrt(1.0 / n)));
    assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
    assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15.0 / n)));
    assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
    assertThat((double) beyond / n)
        .isCloseTo(0.0455003, within(5 * Math.sqrt(0.0455 * 0.9545 / n)));
  }

  @Test
  void fillsWithTheUniformsOfSingleCalls() {
    float[] values = new float[5];
    Draws.of(3).fillUniform(values, -2, 6);
    Draws single = Draws.of(3);
    for (float value : values) {
      assertThat(value).isEqualTo((float) single.uniform(-2, 6));
    }
  }
}
