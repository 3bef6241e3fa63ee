package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.NetworkBuilder;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalization over few values, by its definition, and when it must not train. */
abstract class BatchNormContract extends Contract {
  private static final int CHANNELS = 3;
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.3;

  Stream<Subject> subjects() {
    return tested().exact();
  }

  Stream<Arguments> fewValues() {
    return tested()
        .exact()
        .flatMap(subject -> IntStream.rangeClosed(2, 7).mapToObj(n -> Arguments.of(subject, n)));
  }

  @ParameterizedTest
  @MethodSource("fewValues")
  void normalizesFewPixelsOfOneImage(Subject subject, int count) {
    Network network =
        NetworkBuilder.of(CHANNELS, 1, count)
            .add("source", new Source())
            .add("bn", new BatchNorm2d(EPSILON, MOMENTUM))
            .build();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, 1, Phase.TRAINING)) {
      INDArray images = Fill.images("x", subject.type(), 1, network.input());
      INDArray gradient = Fill.uniform("gradient", subject.type(), 1, network.classes());
      double[] input = Fill.doubles(weights.parameter("source.values"));
      double[] logits = Fill.doubles(plan.forward(images, Draws.of(1)));
      plan.backward(gradient, Accumulate.OVERWRITE);
      for (int channel = 0; channel < CHANNELS; channel++) {
        int from = channel * count;
        NormalizedChannel expected =
            new NormalizedChannel(
                cut(input, from, count), cut(Fill.doubles(gradient), from, count), EPSILON);
        check(subject, weights, channel, expected, cut(logits, from, count));
        double[] ofInput = Fill.doubles(weights.gradient("source.values"));
        assertThat(cut(ofInput, from, count))
            .containsExactly(expected.inputGradient(gamma(weights, channel)), close(subject));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fewValues")
  void normalizesFewVectors(Subject subject, int count) {
    Network network =
        NetworkBuilder.of(CHANNELS, 1, 1).add("bn", new BatchNorm2d(EPSILON, MOMENTUM)).build();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, count, Phase.TRAINING)) {
      INDArray images = Fill.images("x", subject.type(), count, network.input());
      INDArray gradient = Fill.uniform("gradient", subject.type(), count, CHANNELS);
      double[] logits = Fill.doubles(plan.forward(images, Draws.of(1)));
      plan.backward(gradient, Accumulate.OVERWRITE);
      for (int channel = 0; channel < CHANNELS; channel++) {
        NormalizedChannel expected =
            new NormalizedChannel(
                every(Fill.doubles(images), channel),
                every(Fill.doubles(gradient), channel),
                EPSILON);
        check(subject, weights, channel, expected, every(logits, channel));
      }
    }
  }

  Stream<Arguments> frozen() {
    return tested()
        .exact()
        .flatMap(
            subject ->
                Stream.of(3, 16, 20)
                    .flatMap(
                        channels ->
                            Stream.of(1, 6)
                                .flatMap(
                                    count ->
                                        Stream.of(false, true)
                                            .map(
                                                relu ->
                                                    Arguments.of(
                                                        subject, channels, count, relu)))));
  }

  /** Its statistics are constants: y = f (x - mean) + beta and dx = f dy, with f = gamma / sd. */
  @ParameterizedTest
  @MethodSource("frozen")
  void aFrozenOneNormalizesWithItsRunningStatisticsAndMovesNone(
      Subject subject, int channels, int count, boolean relu) {
    NetworkBuilder builder =
        NetworkBuilder.of(channels, 1, count)
            .add("source", new Source())
            .add("bn", new BatchNorm2d(EPSILON, MOMENTUM).freeze());
    Network network = relu ? builder.add("relu", new Relu()).build() : builder.build();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, 1, Phase.TRAINING);
        Plan evaluation = subject.plan(weights, 1, Phase.EVALUATION)) {
      weights.edit(
          editable -> {
            for (int channel = 0; channel < channels; channel++) {
              editable.statistics().putScalar(channel, 0.1 * channel - 0.2);
              editable.statistics().putScalar(channels + channel, 0.5 + 0.25 * channel);
            }
          });
      double[] statistics = Fill.doubles(weights.statistics());
      INDArray images = Fill.images("x", subject.type(), 1, network.input());
      INDArray gradient = Fill.uniform("gradient", subject.type(), 1, network.classes());
      double[] x = Fill.doubles(weights.parameter("source.values"));
      double[] dy = Fill.doubles(gradient);

      double[] logits = Fill.doubles(plan.forward(images, Draws.of(1)));
      plan.backward(gradient, Accumulate.OVERWRITE);

      assertThat(Fill.doubles(weights.statistics())).containsExactly(statistics);
      assertThat(Fill.doubles(evaluation.forward(images, Draws.of(1))))
          .containsExactly(logits, close(subject));
      double[] ofInput = Fill.doubles(weights.gradient("source.values"));
      for (int channel = 0; channel < channels; channel++) {
        double deviation = Math.sqrt(statistics[channels + channel] + EPSILON);
        double ofGamma = 0;
        double ofBeta = 0;
        for (int i = channel * count; i < (channel + 1) * count; i++) {
          double normalized = (x[i] - statistics[channel]) / deviation;
          double y =
              gamma(weights, channel) * normalized
                  + weights.parameter("bn.bias").getDouble(channel);
          double behind = relu && y <= 0 ? 0 : dy[i];
          assertThat(logits[i]).isCloseTo(relu ? Math.max(0, y) : y, close(subject));
          assertThat(ofInput[i])
              .isCloseTo(gamma(weights, channel) / deviation * behind, close(subject));
          ofGamma += behind * normalized;
          ofBeta += behind;
        }
        assertThat(weights.gradient("bn.weight").getDouble(channel))
            .isCloseTo(ofGamma, close(subject));
        assertThat(weights.gradient("bn.bias").getDouble(channel))
            .isCloseTo(ofBeta, close(subject));
      }
    }
  }

  /** Others move while one stays. */
  @ParameterizedTest
  @MethodSource("subjects")
  void onlyTheFrozenOneStays(Subject subject) {
    Network network =
        NetworkBuilder.of(2, 4, 4)
            .add("first", BatchNorm2d.defaults().freeze())
            .add("second", BatchNorm2d.defaults())
            .build();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, 3, Phase.TRAINING)) {
      plan.forward(Fill.images("x", subject.type(), 3, network.input()), Draws.of(1));

      double[] running = Fill.doubles(weights.statistics());
      assertThat(Arrays.copyOfRange(running, 0, 4)).containsExactly(0, 0, 1, 1);
      assertThat(Arrays.copyOfRange(running, 4, 8)).doesNotContain(0, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void oneValueAChannelCannotTrain(Subject subject) {
    Network network =
        NetworkBuilder.of(2, 3, 3)
            .add("pool", new GlobalAvgPool())
            .add("neck.bn", BatchNorm2d.defaults())
            .build();
    try (Weights weights = subject.allocate(network)) {
      assertThatThrownBy(() -> subject.plan(weights, 1, Phase.TRAINING))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("neck.bn");
      subject.plan(weights, 2, Phase.TRAINING).close();
      subject.plan(weights, 1, Phase.EVALUATION).close();
    }
  }

  /** The first value of a channel is where sums around one value of it would go wrong. */
  @ParameterizedTest
  @MethodSource("subjects")
  void oneValueFarFromTheRestCostsNoDigits(Subject subject) {
    int side = 8;
    int batch = 8;
    int plane = side * side;
    Network network =
        NetworkBuilder.of(CHANNELS, side, side).add("bn", new BatchNorm2d(EPSILON, 1)).build();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, batch, Phase.TRAINING)) {
      INDArray images = Fill.images("x", subject.type(), batch, network.input());
      for (int place = 0; place < batch * plane; place++) {
        INDArray far = images.dup();
        for (int channel = 0; channel < CHANNELS; channel++) {
          far.putScalar(at(place, channel, side), 1000);
        }
        plan.forward(far, Draws.of(1));
        double[] running = Fill.doubles(weights.statistics());
        double[] input = Fill.doubles(far);
        for (int channel = 0; channel < CHANNELS; channel++) {
          double[] values = ofChannel(input, channel, plane);
          double expected =
              new NormalizedChannel(values, new double[values.length], EPSILON).unbiasedVariance();
          assertThat(running[CHANNELS + channel])
              .as("channel %d, far from the rest at %d", channel, place)
              .isCloseTo(expected, Offset.offset(3e-6 * expected));
        }
      }
    }
  }

  private static int[] at(int place, int channel, int side) {
    int plane = side * side;
    return new int[] {place / plane, channel, place % plane / side, place % side};
  }

  private static double[] ofChannel(double[] values, int channel, int plane) {
    return IntStream.range(0, values.length)
        .filter(i -> i / plane % CHANNELS == channel)
        .mapToDouble(i -> values[i])
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aForwardThatOverflowsMovesNoStatistics(Subject subject) {
    Network network =
        NetworkBuilder.of(2, 4, 4)
            .add("conv", Conv2d.of(4, 3, 1))
            .add("first", BatchNorm2d.defaults())
            .add("relu", new Relu())
            .add("pool", new GlobalAvgPool())
            .add("fc", Linear.of(3))
            .add("second", BatchNorm2d.defaults())
            .build();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, 3, Phase.TRAINING)) {
      double[] before = Fill.doubles(weights.statistics());
      INDArray images = Fill.images("x", subject.type(), 3, network.input());
      INDArray infinite = images.dup();
      infinite.putScalar(0, Double.POSITIVE_INFINITY);
      plan.forward(infinite, Draws.of(1));
      assertThat(Fill.doubles(weights.statistics())).containsExactly(before);
      weights.edit(editable -> editable.parameter("fc.bias").assign(Double.POSITIVE_INFINITY));
      plan.forward(images, Draws.of(1));
      assertThat(Fill.doubles(weights.statistics())).containsExactly(before);
      weights.edit(editable -> editable.parameter("fc.bias").assign(0));
      plan.forward(images, Draws.of(1));
      assertThat(Fill.doubles(weights.statistics())).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void evaluationMovesNoStatistics(Subject subject) {
    Network network = NetworkBuilder.of(2, 3, 3).add("bn", BatchNorm2d.defaults()).build();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, 2, Phase.EVALUATION)) {
      long version = weights.version();
      plan.forward(Fill.images("x", subject.type(), 2, network.input()), Draws.of(1));
      assertThat(Fill.doubles(weights.statistics())).containsExactly(0, 0, 1, 1);
      assertThat(weights.version()).isEqualTo(version);
    }
  }

  private static void check(
      Subject subject, Weights weights, int channel, NormalizedChannel expected, double[] logits) {
    double beta = weights.parameter("bn.bias").getDouble(channel);
    double[] running = Fill.doubles(weights.statistics());
    Offset<Double> close = close(subject);
    assertThat(logits).containsExactly(expected.output(gamma(weights, channel), beta), close);
    assertThat(running[channel]).isCloseTo(MOMENTUM * expected.mean(), close);
    assertThat(running[CHANNELS + channel])
        .isCloseTo(1 + MOMENTUM * (expected.unbiasedVariance() - 1), close);
    assertThat(weights.gradient("bn.weight").getDouble(channel))
        .isCloseTo(expected.gammaGradient(), close);
    assertThat(weights.gradient("bn.bias").getDouble(channel))
        .isCloseTo(expected.betaGradient(), close);
  }

  private static double gamma(Weights weights, int channel) {
    return weights.parameter("bn.weight").getDouble(channel);
  }

  private static Offset<Double> close(Subject subject) {
    return Offset.offset(10 * subject.tolerance());
  }

  private static double[] cut(double[] values, int from, int count) {
    return Arrays.copyOfRange(values, from, from + count);
  }

  private static double[] every(double[] values, int channel) {
    return IntStream.iterate(channel, i -> i < values.length, i -> i + CHANNELS)
        .mapToDouble(i -> values[i])
        .toArray();
  }
}
