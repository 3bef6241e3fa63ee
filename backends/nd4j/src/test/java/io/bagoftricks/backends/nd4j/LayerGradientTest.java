package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Concat;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Sigmoid;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.network.XavierUniform;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Each layer's backward against finite differences. A convolution with bias stands in front, so
 * that its parameters show the gradient of the layer's input.
 */
final class LayerGradientTest {
  static Stream<Layer> layers() {
    XavierUniform xavier = new XavierUniform();
    return Stream.of(
        new Conv2d(3, Size.of(3), Size.of(1), Size.of(1), false, xavier),
        new Conv2d(2, new Size(3, 2), new Size(2, 1), new Size(1, 0), true, xavier),
        new Conv2d(6, Size.of(3), Size.of(1), Size.of(1), true, xavier).withGroups(2),
        new Conv2d(2, Size.of(2), Size.of(1), Size.of(0), false, xavier)
            .withDilation(new Size(2, 3)),
        new Conv2d(4, Size.of(2), new Size(1, 2), Size.of(2), new Size(2, 2), 2, true, xavier),
        new BatchNorm2d(1e-3, 0.1),
        new BatchNorm2d(1e-3, 0.1).freeze(),
        new Relu(),
        new Sigmoid(),
        new MaxPool2d(Size.of(3), Size.of(2), Size.of(1)),
        new MaxPool2d(Size.of(2), Size.of(2), Size.of(0)),
        new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), true),
        new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), false),
        new AvgPool2d(new Size(3, 2), new Size(2, 1), Size.of(1), true),
        new AvgPool2d(Size.of(1), Size.of(1), Size.of(0), false),
        new AvgPool2d(new Size(3, 2), new Size(1, 2), Size.of(1), false, true),
        new GlobalAvgPool());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void agreesWithFiniteDifferences(Layer layer) {
    GradientCheck.check(front().add("layer", layer).build(), 2);
  }

  @Test
  void linearAgreesWithFiniteDifferences() {
    GradientCheck.check(
        front()
            .add("pool", new GlobalAvgPool())
            .add("fc1", Linear.of(4))
            .add("fc2", new Linear(3, false, new XavierUniform()))
            .build(),
        2);
  }

  @Test
  void batchNormOfVectorsAgreesWithFiniteDifferences() {
    GradientCheck.check(
        front().add("pool", new GlobalAvgPool()).add("bn", new BatchNorm2d(1e-2, 0.1)).build(), 4);
  }

  @Test
  void gradientsOfAllReadersAreSummed() {
    Network network =
        front()
            .add("a", new Sigmoid(), "front")
            .add("b", Conv2d.of(2, 3, 1), "front")
            .add("product", new Multiply(), "a", "b")
            .add("sum", new Add(), "product", "front")
            .add("twice", new Add(), "sum", "sum")
            .add("square", new Multiply(), "twice", "twice")
            .build();
    GradientCheck.check(network, 2);
  }

  @Test
  void branchesAgreeWithFiniteDifferences() {
    Network network =
        front()
            .add("a", new Sigmoid(), "front")
            .add("b", Conv2d.of(3, 3, 1), "front")
            .add("concat", new Concat(4), "a", "front", "b", "front")
            .add("square", new Multiply(), "concat", "concat")
            .build();
    GradientCheck.check(network, 2);
  }

  @Test
  void gateAgreesWithFiniteDifferences() {
    Network network =
        front()
            .add("squeeze", new GlobalAvgPool())
            .add("excite", Linear.of(2))
            .add("gate", new Sigmoid())
            .add("scale", new Multiply(), "front", "gate")
            .build();
    GradientCheck.check(network, 2);
  }

  @Test
  void aLayerNobodyReadsHasZeroGradients() {
    Network network =
        front().add("unread", Conv2d.of(1, 1, 1)).add("pool", new GlobalAvgPool(), "front").build();
    try (Weights weights = TestBackend.filled(network, Precision.DOUBLE);
        Plan plan = TestBackend.plan(weights, 1, Phase.TRAINING)) {
      weights.gradients().assign(5);
      plan.forward(
          TestBackend.uniform("x", weights.masters().dataType(), 1, 2, 5, 5), TestBackend.DRAWS);
      plan.backward(Nd4j.ones(weights.masters().dataType(), 1, 2), Accumulate.OVERWRITE);
      assertThat(weights.gradient("unread.weight").amaxNumber().doubleValue()).isZero();
      assertThat(weights.gradient("front.weight").amaxNumber().doubleValue()).isNotZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void atATieTheFirstMaximumGetsTheGradient(Precision precision) {
    Network network =
        TestNetwork.of(1, 2, 2)
            .add(
                "conv",
                new Conv2d(1, Size.of(1), Size.of(1), Size.of(0), false, new XavierUniform()))
            .add("pool", new MaxPool2d(Size.of(2), Size.of(2), Size.of(0)), "conv")
            .build();
    try (Weights weights = TestBackend.weights(network, precision);
        Plan plan = TestBackend.plan(weights, 1, Phase.TRAINING)) {
      // All outputs of the convolution are 0: equal. The gradient of its weight is the input where
      // the gradient went.
      INDArray input =
          TestBackend.doubles(new long[] {1, 1, 2, 2}, 3, 5, 7, 11)
              .castTo(weights.masters().dataType());
      plan.forward(input, TestBackend.DRAWS);
      plan.backward(Nd4j.ones(weights.masters().dataType(), 1, 1), Accumulate.OVERWRITE);
      assertThat(weights.gradient("conv.weight").getDouble(0)).isEqualTo(3);
    }
  }

  private static TestNetwork front() {
    return TestNetwork.of(2, 5, 5)
        .add("front", new Conv2d(2, Size.of(2), Size.of(1), Size.of(0), true, new XavierUniform()));
  }
}
