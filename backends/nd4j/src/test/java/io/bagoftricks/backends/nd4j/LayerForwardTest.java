package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Concat;
import io.bagoftricks.api.network.Constant;
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
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Each layer against numbers computed by hand, in both precisions. */
final class LayerForwardTest {
  private static final double[] ONE_TO_NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void convolutionCorrelatesStridesPadsAndAddsItsBias(Precision precision) {
    Conv2d conv = new Conv2d(1, Size.of(2), Size.of(2), Size.of(1), true, Constant.ZERO);
    // Windows over a 1..9 image with a ring of zeros: (0 0/0 1) (0 0/2 3) (0 4/0 7) (5 6/8 9).
    assertOutput(
        precision,
        TestNetwork.of(1, 3, 3).add("conv", conv),
        new double[] {10, 20, 30, 40, 0.5},
        ONE_TO_NINE,
        40.5,
        20 * 0 + 30 * 2 + 40 * 3 + 0.5,
        20 * 4 + 40 * 7 + 0.5,
        10 * 5 + 20 * 6 + 30 * 8 + 40 * 9 + 0.5);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void convolutionWeightsAreOutputThenInputThenRowsThenColumns(Precision precision) {
    Conv2d conv = new Conv2d(2, new Size(1, 2), Size.of(1), Size.of(0), false, Constant.ZERO);
    assertOutput(
        precision,
        TestNetwork.of(2, 1, 2).add("conv", conv),
        new double[] {1, 2, 3, 4, 5, 6, 7, 8},
        new double[] {1, 10, 100, 1000},
        1 + 20 + 300 + 4000,
        5 + 60 + 700 + 8000);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void convolutionInGroupsSeesItsOwnShareOfTheChannels(Precision precision) {
    Conv2d conv =
        new Conv2d(4, Size.of(1), Size.of(1), Size.of(0), true, Constant.ZERO).withGroups(2);
    assertOutput(
        precision,
        TestNetwork.of(4, 1, 1).add("conv", conv),
        new double[] {1, 2, 3, 4, 5, 6, 7, 8, 0.5, 0.25, -0.5, -0.25},
        new double[] {1, 10, 100, 1000},
        21.5,
        43.25,
        6499.5,
        8699.75);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void convolutionWithGapsSkipsWhatLiesBetween(Precision precision) {
    Conv2d conv =
        new Conv2d(1, Size.of(2), Size.of(1), Size.of(0), false, Constant.ZERO)
            .withDilation(new Size(2, 1));
    // Rows 1 and 3 of a 1..9 image, neighbors along the row.
    assertOutput(
        precision,
        TestNetwork.of(1, 3, 3).add("conv", conv),
        new double[] {1, 10, 100, 1000},
        ONE_TO_NINE,
        1 + 20 + 700 + 8000,
        2 + 30 + 800 + 9000);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void linearMultipliesAndAddsItsBias(Precision precision) {
    assertOutput(
        precision,
        TestNetwork.of(3, 1, 1).add("fc", Linear.of(2)),
        new double[] {1, 2, 3, 4, 5, 6, 0.5, -0.5},
        new double[] {1, 10, 100},
        321.5,
        653.5);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void reluKeepsThePositivePart(Precision precision) {
    assertOutput(precision, new Relu(), new double[] {-2, 0, 3, -0.5}, 0, 0, 3, 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void reluLetsNaNThrough(Precision precision) {
    assertOutput(precision, new Relu(), new double[] {Double.NaN, 1}, Double.NaN, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void sigmoidIsLogistic(Precision precision) {
    double ln3 = 1.0986122886681098;
    assertOutput(precision, new Sigmoid(), new double[] {0, ln3, -ln3}, 0.5, 0.75, 0.25);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void addSums(Precision precision) {
    TestNetwork net =
        TestNetwork.of(1, 1, 2).add("relu", new Relu()).add("add", new Add(), "relu", "input");
    assertOutput(precision, net, new double[0], new double[] {-1, 2}, -1, 4);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void multiplyTakesEqualShapes(Precision precision) {
    TestNetwork net =
        TestNetwork.of(1, 1, 2)
            .add("relu", new Relu())
            .add("multiply", new Multiply(), "relu", "input");
    assertOutput(precision, net, new double[0], new double[] {-1, 3}, 0, 9);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void multiplyTakesAGateOfOneFactorAChannel(Precision precision) {
    TestNetwork net =
        TestNetwork.of(2, 1, 2)
            .add("gate", new GlobalAvgPool())
            .add("multiply", new Multiply(), "input", "gate");
    assertOutput(precision, net, new double[0], new double[] {1, 3, 10, 30}, 2, 6, 200, 600);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void concatPutsChannelsOneBehindTheOther(Precision precision) {
    TestNetwork net =
        TestNetwork.of(2, 1, 2)
            .add("relu", new Relu())
            .add("concat", new Concat(3), "relu", "input", "relu");
    assertOutput(
        precision,
        net,
        new double[0],
        new double[] {-1, 3, 5, -7},
        0,
        3,
        5,
        0,
        -1,
        3,
        5,
        -7,
        0,
        3,
        5,
        0);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void maxPoolIgnoresPaddingAndTheUncoveredRest(Precision precision) {
    MaxPool2d pool = new MaxPool2d(Size.of(2), Size.of(2), Size.of(1));
    assertOutput(
        precision,
        TestNetwork.of(1, 4, 4).add("pool", pool),
        new double[0],
        new double[] {-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12, -13, -14, -15, -16},
        -1,
        -2,
        -4,
        -5,
        -6,
        -8,
        -13,
        -14,
        -16);
    assertOutput(
        precision,
        TestNetwork.of(1, 3, 3).add("pool", new MaxPool2d(Size.of(2), Size.of(2), Size.of(0))),
        new double[0],
        ONE_TO_NINE,
        5);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void avgPoolInCeilModeAveragesWhatLiesInside(Precision precision) {
    AvgPool2d pool = new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), true);
    assertOutput(
        precision,
        TestNetwork.of(1, 3, 3).add("pool", pool),
        new double[0],
        ONE_TO_NINE,
        3,
        4.5,
        7.5,
        9);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void avgPoolInFloorModeDropsTheRest(Precision precision) {
    AvgPool2d pool = new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), false);
    assertOutput(
        precision, TestNetwork.of(1, 3, 3).add("pool", pool), new double[0], ONE_TO_NINE, 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void avgPoolDoesNotCountPadding(Precision precision) {
    AvgPool2d pool = new AvgPool2d(Size.of(3), Size.of(2), Size.of(1), false);
    assertOutput(
        precision,
        TestNetwork.of(1, 3, 3).add("pool", pool),
        new double[0],
        ONE_TO_NINE,
        3,
        4,
        6,
        7);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void globalAvgPoolAveragesEachChannel(Precision precision) {
    assertOutput(
        precision,
        TestNetwork.of(2, 2, 2).add("pool", new GlobalAvgPool()),
        new double[0],
        new double[] {1, 2, 3, 6, 10, 20, 30, 40},
        3,
        25);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void batchNormEvaluatesWithRunningStatistics(Precision precision) {
    TestNetwork net = TestNetwork.of(1, 1, 2).add("bn", new BatchNorm2d(0.25, 0.1));
    try (Weights weights = TestBackend.weights(net.build(), precision);
        Plan plan = TestBackend.plan(weights, 1, Phase.EVALUATION)) {
      weights.edit(
          editable -> {
            editable.parameter("bn.weight").assign(3);
            editable.parameter("bn.bias").assign(1);
            editable.statistics().putScalar(0, 2).putScalar(1, 3.75);
          });
      // (x - 2) / sqrt(3.75 + 0.25) * 3 + 1
      assertValues(plan.forward(input(weights, 4, 0), TestBackend.DRAWS), precision, 4, -2);
    }
  }

  private static void assertOutput(
      Precision precision, Layer layer, double[] input, double... expected) {
    assertOutput(
        precision,
        TestNetwork.of(1, 1, input.length).add("layer", layer),
        new double[0],
        input,
        expected);
  }

  private static void assertOutput(
      Precision precision,
      TestNetwork net,
      double[] parameters,
      double[] input,
      double... expected) {
    Network network = net.build();
    for (Phase phase : Phase.values()) {
      try (Weights weights = TestBackend.weights(network, precision);
          Plan plan = TestBackend.plan(weights, 1, phase)) {
        weights.edit(
            editable -> {
              for (int i = 0; i < parameters.length; i++) {
                editable.masters().putScalar(i, parameters[i]);
              }
            });
        assertValues(plan.forward(input(weights, input), TestBackend.DRAWS), precision, expected);
      }
    }
  }

  private static INDArray input(Weights weights, double... values) {
    var shape = weights.network().input();
    return TestBackend.doubles(
            new long[] {1, shape.channels(), shape.height(), shape.width()}, values)
        .castTo(weights.masters().dataType());
  }

  private static void assertValues(INDArray actual, Precision precision, double... expected) {
    assertThat(actual.dataType())
        .isEqualTo(precision == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT);
    assertThat(actual.dup('c').data().asDouble())
        .containsExactly(expected, Offset.offset(precision == Precision.DOUBLE ? 1e-12 : 1e-4));
  }
}
