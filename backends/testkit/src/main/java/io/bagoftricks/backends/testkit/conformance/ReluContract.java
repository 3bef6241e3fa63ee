package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.NetworkBuilder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** At exactly zero the gradient is zero, as in PyTorch, alone and behind what backends fuse. */
abstract class ReluContract extends Contract {
  private static final int BATCH = 2;

  Stream<Subject> subjects() {
    return tested().exact();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void zeroPassesNoGradient(Subject subject) {
    Network network =
        NetworkBuilder.of(1, 1, 5).add("source", new Source()).add("relu", new Relu()).build();
    try (Weights weights = subject.allocate(network)) {
      set(weights, "source.values", -1, 0, -0.0, 3, 1e-30);

      INDArray logits = run(subject, weights);

      assertThat(Fill.doubles(logits.getRow(0)))
          .containsExactly(new double[] {0, 0, 0, 3, 1e-30}, Offset.offset(1e-36));
      assertThat(Fill.doubles(weights.gradient("source.values")))
          .containsExactly(0, 0, 0, BATCH, BATCH);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void zeroBehindAConvolutionPassesNoGradient(Subject subject) {
    Conv2d conv = new Conv2d(3, Size.of(1), Size.of(1), Size.of(0), true, new XavierUniform());
    Network network = NetworkBuilder.of(1, 2, 2).add("conv", conv).add("relu", new Relu()).build();
    try (Weights weights = subject.allocate(network)) {
      set(weights, "conv.bias", 0, 1, -1);

      run(subject, weights);

      assertThat(Fill.doubles(weights.gradient("conv.bias"))).containsExactly(0, BATCH * 4, 0);
      double[] ofWeight = Fill.doubles(weights.gradient("conv.weight"));
      assertThat(ofWeight[0]).isZero();
      assertThat(ofWeight[1]).isNotZero();
      assertThat(ofWeight[2]).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void zeroBehindABatchNormPassesNoGradient(Subject subject) {
    Network network =
        NetworkBuilder.of(3, 2, 2)
            .add("bn", BatchNorm2d.defaults())
            .add("relu", new Relu())
            .build();
    try (Weights weights = subject.allocate(network)) {
      set(weights, "bn.weight", 0, 0, 0);
      set(weights, "bn.bias", 0, 1, -1);

      run(subject, weights);

      assertThat(Fill.doubles(weights.gradient("bn.bias"))).containsExactly(0, BATCH * 4, 0);
      assertThat(weights.gradient("bn.weight").getDouble(0)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aSumOfZeroPassesNoGradient(Subject subject) {
    Network network =
        NetworkBuilder.of(1, 1, 3)
            .add("left", new Source())
            .add("right", new Source(), "input")
            .add("add", new Add(), "left", "right")
            .add("relu", new Relu())
            .build();
    try (Weights weights = subject.allocate(network)) {
      set(weights, "left.values", 1, 2, 3);
      set(weights, "right.values", -1, -1, -4);

      run(subject, weights);

      assertThat(Fill.doubles(weights.gradient("left.values"))).containsExactly(0, BATCH, 0);
      assertThat(Fill.doubles(weights.gradient("right.values"))).containsExactly(0, BATCH, 0);
    }
  }

  /**
   * A ReLU may let it pass or make it zero, as the maximum with 0 does on some processors; but the
   * run must see it, or one that diverges would go on with zeros.
   */
  @ParameterizedTest
  @MethodSource("subjects")
  void notANumberIsSeenInLogitsOrGradients(Subject subject) {
    Network network =
        NetworkBuilder.of(1, 1, 3)
            .add("conv", Conv2d.of(2, 1, 1))
            .add("relu", new Relu())
            .add("pool", new GlobalAvgPool())
            .add("fc", Linear.of(2))
            .build();
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, 1, Phase.TRAINING)) {
      INDArray input = Fill.of(subject.type(), new long[] {1, 1, 1, 3}, Double.NaN, -1, 2);
      double[] logits = Fill.doubles(plan.forward(input, Draws.of(1)));
      plan.backward(Fill.uniform("gradient", subject.type(), 1, 2), Accumulate.OVERWRITE);

      assertThat(Arrays.stream(logits).allMatch(Double::isFinite) && weights.gradientsFinite())
          .isFalse();
    }
  }

  private static void set(Weights weights, String parameter, double... values) {
    weights.edit(
        editable -> {
          INDArray array = editable.parameter(parameter);
          array.assign(Fill.of(array.dataType(), array.shape(), values));
        });
  }

  private static INDArray run(Subject subject, Weights weights) {
    Network network = weights.network();
    try (Plan plan = subject.plan(weights, BATCH, Phase.TRAINING)) {
      INDArray images = Fill.images("images", subject.type(), BATCH, network.input());
      INDArray logits = plan.forward(images, Draws.of(1)).dup();
      plan.backward(Nd4j.ones(subject.type(), BATCH, network.classes()), Accumulate.OVERWRITE);
      return logits;
    }
  }
}
