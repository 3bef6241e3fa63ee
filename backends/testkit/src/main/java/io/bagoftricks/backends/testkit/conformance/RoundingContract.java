package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.NetworkBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A value stored in 16 bits is the nearest such number: no value is further away than half a unit
 * in its last place, as one cut off would be. Processors without an instruction for it do it too.
 */
@Tag("isa")
abstract class RoundingContract extends Contract {
  private static final int BATCH = 4;
  private static final int CHANNELS = 5;
  private static final int SIDE = 7;
  private static final double EPSILON = 1e-3;

  Stream<Subject> subjects() {
    return tested().rounding();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("subjects")
  void batchNormsStoreTheNearestNumbers(Subject subject) {
    Network network =
        NetworkBuilder.of(3, SIDE, SIDE)
            .add("conv", Conv2d.of(CHANNELS, 1, 1))
            .add("bn", new BatchNorm2d(EPSILON, 0.1))
            .add("gap", new GlobalAvgPool())
            .add("fc", Linear.of(2))
            .build();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, BATCH, Phase.TRAINING, "conv", "bn")) {
      plan.forward(Fill.images("x", subject.type(), BATCH, network.input()), Draws.of(1));
      double[] input = Fill.doubles(plan.tap("conv"));
      double[] output = Fill.doubles(plan.tap("bn"));
      double[] gamma = Fill.doubles(weights.parameter("bn.weight"));
      double[] beta = Fill.doubles(weights.parameter("bn.bias"));

      double bias = 0;
      double[] exact = normalized(input, gamma, beta);
      for (int i = 0; i < output.length; i++) {
        double unit = unit(exact[i], subject.precision());
        // Arithmetic in 32 bits may land beyond the middle.
        assertThat(Math.abs(output[i] - exact[i])).as("%d", i).isLessThan(0.5 * unit + 1e-5);
        bias += (Math.abs(output[i]) - Math.abs(exact[i])) / unit / output.length;
      }
      // Cut off, it would be -1/2; its standard error is 0.29 / sqrt(980) = 0.01.
      assertThat(bias).isBetween(-0.06, 0.06);
    }
  }

  private static double[] normalized(double[] input, double[] gamma, double[] beta) {
    int plane = SIDE * SIDE;
    double[] normalized = new double[input.length];
    for (int c = 0; c < CHANNELS; c++) {
      double sum = 0;
      double squares = 0;
      int count = BATCH * plane;
      for (int k = 0; k < count; k++) {
        sum += input[at(c, k, plane)];
      }
      double mean = sum / count;
      for (int k = 0; k < count; k++) {
        double centered = input[at(c, k, plane)] - mean;
        squares += centered * centered;
      }
      double scale = gamma[c] / Math.sqrt(squares / count + EPSILON);
      for (int k = 0; k < count; k++) {
        int i = at(c, k, plane);
        normalized[i] = scale * (input[i] - mean) + beta[c];
      }
    }
    return normalized;
  }

  private static int at(int channel, int index, int plane) {
    return (index / plane * CHANNELS + channel) * plane + index % plane;
  }

  /** The distance of neighbors of a number in a format. */
  private static double unit(double value, Precision precision) {
    int digits = precision == Precision.BFLOAT16 ? 7 : 10;
    return Math.scalb(1.0, Math.max(Math.getExponent(value), -14) - digits);
  }
}
