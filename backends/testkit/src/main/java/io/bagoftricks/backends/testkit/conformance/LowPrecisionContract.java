package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.NetworkBuilder;
import io.bagoftricks.backends.testkit.conformance.internal.network.SmallNetworks;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Activations in 16 bits: near 64 bits, with masters in 32. Every processor runs them; one that has
 * no arithmetic for a type converts it.
 */
@Tag("isa")
abstract class LowPrecisionContract extends Contract {
  private static final int BATCH = 8;
  private static final int LAYERS = 12;

  Stream<Subject> subjects() {
    return tested().rounding();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("subjects")
  void isAsNearAsItsFormat(Subject subject) {
    Subject exact = tested().exactReference();
    for (Network network : new Network[] {SmallNetworks.residual(), SmallNetworks.normalized()}) {
      double[][] expected = run(exact, network);
      double[][] actual = run(subject, network);
      double largest = Arrays.stream(expected[0]).map(Math::abs).max().orElseThrow();
      assertThat(Agreement.largestDifference(expected[0], actual[0]) / largest)
          .isBetween(1e-6, LAYERS * unit(subject));
      assertThat(Agreement.largestDifference(expected[1], actual[1]) / largest)
          .isLessThan(LAYERS * unit(subject));
      assertThat(cosine(expected[2], actual[2])).isGreaterThan(0.99);
      assertThat(Agreement.largestDifference(expected[3], actual[3]))
          .isLessThan(LAYERS * unit(subject));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("subjects")
  void theSameRunGivesTheSameBits(Subject subject) {
    for (long seed = 0; seed < 10; seed++) {
      Scenario scenario = Scenario.of(seed);
      Map<Tensor, double[]> first = Trial.run(scenario, subject, Set.of());
      Map<Tensor, double[]> second = Trial.run(scenario, subject, Set.of());
      first.forEach(
          (tensor, values) ->
              assertThat(second.get(tensor))
                  .describedAs("%s of %s", tensor, scenario)
                  .isEqualTo(values));
    }
  }

  /**
   * Numbers that a plugin's layer computes in 32 bits are rounded to 16 either way: by the layer,
   * or by the backend. The network's input has 32 bits: layers that read it are left out.
   */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("subjects")
  void customLayersGiveTheSameBitsInEitherPrecision(Subject subject) {
    int compared = 0;
    for (long seed = 0; seed < 100; seed++) {
      Scenario stored = Scenario.of(seed).customLayers(true);
      Scenario wide = Scenario.of(seed).customLayers(false);
      if (stored.equals(wide) || stored.readsItsInputInALayerOfItsOwn()) {
        continue;
      }
      compared++;
      Map<Tensor, double[]> actual = Trial.run(stored, subject, Set.of());
      Trial.run(wide, subject, Set.of())
          .forEach(
              (tensor, values) ->
                  assertThat(actual.get(tensor))
                      .describedAs("%s of %s", tensor, stored)
                      .isEqualTo(values));
    }
    assertThat(compared).isGreaterThan(5);
  }

  /** By hand, of 1, 3, 4 and 6: mean 3.5, unbiased variance 13/3; a tenth of each is added. */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("subjects")
  void runningStatisticsAndLogitsHave32Bits(Subject subject) {
    Network network = NetworkBuilder.of(1, 1, 2).add("bn", new BatchNorm2d(1e-5, 0.1)).build();
    try (Weights weights = subject.allocate(network);
        Plan plan = subject.plan(weights, 2, Phase.TRAINING)) {
      INDArray images = Fill.of(subject.type(), new long[] {2, 1, 1, 2}, 1, 3, 4, 6);

      INDArray logits = plan.forward(images, Draws.of(1));

      assertThat(logits.dataType()).isEqualTo(subject.type());
      assertThat(Fill.doubles(weights.statistics()))
          .containsExactly(new double[] {0.35, 0.9 + 1.3 / 3}, Offset.offset(1e-6));
    }
  }

  /** 65504 is the largest half-precision number; bfloat16 goes as far as 32 bits. */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("subjects")
  void overflowsWhereItsFormatDoes(Subject subject) {
    Network network = SmallNetworks.normalized();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, BATCH, Phase.TRAINING)) {
      INDArray images = Fill.images("x", subject.type(), BATCH, network.input()).muli(1e5);
      double[] before = Fill.doubles(weights.statistics());

      double[] logits = Fill.doubles(plan.forward(images, Draws.of(1)));

      boolean finite = Arrays.stream(logits).allMatch(Double::isFinite);
      assertThat(finite).isEqualTo(subject.precision() == Precision.BFLOAT16);
      assertThat(Arrays.equals(before, Fill.doubles(weights.statistics()))).isEqualTo(!finite);
    }
  }

  private static double unit(Subject subject) {
    return subject.precision() == Precision.BFLOAT16 ? 0x1.0p-8 : 0x1.0p-11;
  }

  /** Logits in training and then in evaluation, all gradients, running statistics. */
  private static double[][] run(Subject subject, Network network) {
    try (Weights weights = subject.filled(network);
        Plan training = subject.plan(weights, BATCH, Phase.TRAINING);
        Plan evaluation = subject.plan(weights, BATCH, Phase.EVALUATION)) {
      INDArray images = Fill.images("x", subject.type(), BATCH, network.input());
      double[] trained = Fill.doubles(training.forward(images, Draws.of(1)));
      INDArray gradient = Fill.uniform("gradient", subject.type(), BATCH, network.classes());
      training.backward(gradient, Accumulate.OVERWRITE);
      return new double[][] {
        trained,
        Fill.doubles(evaluation.forward(images, Draws.of(1))),
        Fill.doubles(weights.gradients()),
        Fill.doubles(weights.statistics())
      };
    }
  }

  private static double cosine(double[] left, double[] right) {
    return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
  }

  private static double dot(double[] left, double[] right) {
    return IntStream.range(0, left.length).mapToDouble(i -> left[i] * right[i]).sum();
  }
}
