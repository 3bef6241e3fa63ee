package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.NetworkBuilder;
import io.bagoftricks.backends.testkit.conformance.internal.network.Squared;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolutions that compute with what a transform makes of their weights: as a plain network whose
 * weights are those, with gradients by the chain rule.
 */
@Tag("isa")
abstract class ReparametrizedContract extends Contract {
  private static final int BATCH = 4;
  private static final Draws DRAWS = Draws.of(1);

  /** Backends have kernels of their own for some. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind(Conv2d.of(16, 3, 1), 16),
          new Kind(Conv2d.of(16, 1, 2), 16),
          new Kind(Conv2d.of(3, 3, 1), 2),
          new Kind(Conv2d.of(4, 3, 1).withGroups(2), 4));

  Stream<Subject> subjects() {
    return Stream.concat(tested().sixteenBits(), tested().exact());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void computeWithTheTransformedWeightInBothPhases(Subject subject) {
    for (Kind kind : KINDS) {
      try (Weights weights = subject.filled(network(kind, true));
          Weights plain = subject.filled(network(kind, false))) {
        for (int i = 0; i < 2; i++) {
          square(weights, plain);
          assertThat(evaluated(subject, weights)).containsExactly(evaluated(subject, plain));
          double[][] own = trained(subject, weights, Accumulate.OVERWRITE);
          double[][] expected = trained(subject, plain, Accumulate.OVERWRITE);
          assertThat(own[0]).describedAs("%s, logits", kind).containsExactly(expected[0]);
          assertThat(Agreement.largestDifference(chained(weights, expected[1]), own[1]))
              .describedAs("%s, gradient", kind)
              .isLessThanOrEqualTo(1e-5);
          weights.edit(editable -> editable.parameter("conv.weight").muli(-0.5)); // renewed
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void addTheirGradientsToWhatIsThere(Subject subject) {
    for (Kind kind : KINDS) {
      try (Weights weights = subject.filled(network(kind, true))) {
        double[] once = trained(subject, weights, Accumulate.OVERWRITE)[1];
        double[] twice = trained(subject, weights, Accumulate.ADD)[1];
        double[] expected = new double[once.length];
        for (int i = 0; i < once.length; i++) {
          expected[i] = 2 * once[i];
        }
        assertThat(Agreement.largestDifference(expected, twice))
            .describedAs("%s", kind)
            .isLessThanOrEqualTo(1e-5);
        assertThat(once).isNotEqualTo(new double[once.length]);
      }
    }
  }

  /** A convolution and the channels that it reads. */
  private record Kind(Conv2d layer, int channels) {}

  private static Network network(Kind kind, boolean reparametrized) {
    Conv2d layer = kind.layer;
    return NetworkBuilder.of(kind.channels, 8, 8)
        .add("conv", reparametrized ? layer.reparametrized(new Squared()) : layer)
        .add("bn", BatchNorm2d.defaults())
        .add("act", new Relu())
        .add("gap", new GlobalAvgPool())
        .build();
  }

  private static void square(Weights from, Weights to) {
    INDArray raw = from.parameter("conv.weight");
    to.edit(editable -> editable.parameter("conv.weight").assign(raw.mul(raw)));
  }

  private static double[] chained(Weights weights, double[] gradient) {
    double[] raw = Fill.doubles(weights.parameter("conv.weight"));
    double[] chained = new double[gradient.length];
    for (int i = 0; i < gradient.length; i++) {
      chained[i] = 2 * raw[i] * gradient[i];
    }
    return chained;
  }

  private static double[] evaluated(Subject subject, Weights weights) {
    try (Plan plan = subject.plan(weights, BATCH, Phase.EVALUATION)) {
      return Fill.doubles(plan.forward(images(subject, weights), DRAWS));
    }
  }

  private static double[][] trained(Subject subject, Weights weights, Accumulate mode) {
    try (Plan plan = subject.plan(weights, BATCH, Phase.TRAINING)) {
      double[] logits = Fill.doubles(plan.forward(images(subject, weights), DRAWS));
      plan.backward(Fill.uniform("g", subject.type(), BATCH, logits.length / BATCH), mode);
      return new double[][] {logits, Fill.doubles(weights.gradient("conv.weight"))};
    }
  }

  private static INDArray images(Subject subject, Weights weights) {
    return Fill.images("x", subject.type(), BATCH, weights.network().input());
  }
}
