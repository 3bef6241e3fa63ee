package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.bagoftricks.backends.testkit.conformance.internal.network.Tripled;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Layers of plugins that compute in the network's precision, and those that do not. */
@Tag("isa")
abstract class CustomPrecisionContract extends Contract {
  private static final int BATCH = 4;
  private static final Draws DRAWS = Draws.of(1);

  Stream<Subject> subjects() {
    return Stream.concat(tested().sixteenBits(), tested().exact());
  }

  /** Sixteen channels, which lie in blocks in some plans, and three, which never do. */
  @ParameterizedTest
  @MethodSource("subjects")
  void getArraysOfTheTypeThatTheySay(Subject subject) {
    for (int channels : new int[] {3, 16}) {
      double[][] stored = run(subject, channels, new Tripled(true, stored(subject)));
      double[][] wide = run(subject, channels, new Tripled(false, subject.type()));

      for (int i = 0; i < wide.length; i++) {
        assertThat(stored[i]).as("%d channels, values %d", channels, i).containsExactly(wide[i]);
      }
      assertThat(Arrays.stream(stored[0]).anyMatch(logit -> logit != 0)).isTrue();
    }
  }

  private static DataType stored(Subject subject) {
    return switch (subject.stored()) {
      case DOUBLE -> DataType.DOUBLE;
      case FLOAT -> DataType.FLOAT;
      case BFLOAT16 -> DataType.BFLOAT16;
      case FLOAT16 -> DataType.FLOAT16;
    };
  }

  private static double[][] run(Subject subject, int channels, Tripled layer) {
    Network network =
        NetworkBuilder.of(2, 6, 6)
            .add("conv", Conv2d.of(channels, 3, 1))
            .add("custom", layer)
            .add("relu", new Relu())
            .add("gap", new GlobalAvgPool())
            .add("fc", Linear.of(3))
            .build();
    try (Weights weights = subject.filled(network);
        Plan training = subject.plan(weights, BATCH, Phase.TRAINING);
        Plan evaluation = subject.plan(weights, BATCH, Phase.EVALUATION)) {
      var images = Fill.images("x", subject.type(), BATCH, network.input());
      double[] logits = Fill.doubles(training.forward(images, DRAWS));
      training.backward(Fill.uniform("gradient", subject.type(), BATCH, 3), Accumulate.OVERWRITE);
      double[] gradients = Fill.doubles(weights.gradients());
      assertThat(weights.gradient("custom.unused").getDouble(0)).isEqualTo(BATCH * channels * 36.0);
      return new double[][] {logits, gradients, Fill.doubles(evaluation.forward(images, DRAWS))};
    }
  }
}
