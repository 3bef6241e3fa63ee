package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Profiler;
import io.bagoftricks.backends.spi.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Plans on shared weights: accumulation, staleness, taps, memory, refusals. */
final class Nd4jPlanTest {
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void addingFourMicroBatchesEqualsOneBatch(Precision precision) {
    double tolerance = precision == Precision.DOUBLE ? 1e-13 : 1e-5;
    try (Weights weights = TestBackend.filled(residual(false), precision);
        Plan whole = TestBackend.plan(weights, 8, Phase.TRAINING);
        Plan part = TestBackend.plan(weights, 2, Phase.TRAINING)) {
      INDArray images = images(weights, 8, 6);
      INDArray gradient = TestBackend.uniform("gradient", images.dataType(), 8, 3);
      whole.forward(images, TestBackend.DRAWS);
      whole.backward(gradient, Accumulate.OVERWRITE);
      INDArray expected = weights.gradients().dup();
      weights.gradients().assign(99);
      for (int from = 0; from < 8; from += 2) {
        var rows = NDArrayIndex.interval(from, from + 2);
        part.forward(
            images.get(rows, NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all()),
            TestBackend.DRAWS);
        part.backward(
            gradient.get(rows, NDArrayIndex.all()),
            from == 0 ? Accumulate.OVERWRITE : Accumulate.ADD);
      }
      assertThat(largestDifference(weights.gradients(), expected)).isLessThan(tolerance);
    }
  }

  @Test
  void anEditBetweenTwoForwardsReachesEveryPlan() {
    try (Weights weights = TestBackend.filled(residual(true), Precision.FLOAT);
        Plan training = TestBackend.plan(weights, 4, Phase.TRAINING);
        Plan evaluation =
            TestBackend.open()
                .plan(
                    weights,
                    new PlanSpec(2, new Shape(2, 9, 9), Phase.EVALUATION, Precision.FLOAT))) {
      INDArray small = images(weights, 4, 6);
      INDArray large = images(weights, 2, 9);
      INDArray trained = training.forward(small, TestBackend.DRAWS).dup();
      INDArray evaluated = evaluation.forward(large, TestBackend.DRAWS).dup();
      weights.edit(editable -> editable.parameter("fc.bias").addi(1));
      // Logits are linear in the bias; batch statistics do not feel it.
      assertThat(largestDifference(training.forward(small, TestBackend.DRAWS).sub(1), trained))
          .isLessThan(1e-5);
      // The first training forward was before the first evaluation, the second moved its
      // statistics.
      INDArray moved = evaluation.forward(large, TestBackend.DRAWS);
      assertThat(largestDifference(moved.sub(1), evaluated)).isGreaterThan(1e-4);
      evaluated = moved.dup();
      weights.edit(editable -> editable.parameter("fc.bias").subi(3));
      assertThat(largestDifference(evaluation.forward(large, TestBackend.DRAWS).add(3), evaluated))
          .isLessThan(1e-5);
    }
  }

  @Test
  void floatAgreesWithDouble() {
    Network network = residual(true);
    try (Weights single = TestBackend.filled(network, Precision.FLOAT);
        Weights twice = TestBackend.filled(network, Precision.DOUBLE);
        Plan singlePlan = TestBackend.plan(single, 4, Phase.TRAINING);
        Plan doublePlan = TestBackend.plan(twice, 4, Phase.TRAINING)) {
      twice.edit(editable -> editable.masters().assign(single.masters().castTo(DataType.DOUBLE)));
      INDArray images = images(single, 4, 6);
      INDArray logits = singlePlan.forward(images, TestBackend.DRAWS);
      INDArray exact = doublePlan.forward(images.castTo(DataType.DOUBLE), TestBackend.DRAWS);
      assertThat(largestDifference(logits.castTo(DataType.DOUBLE), exact)).isLessThan(1e-4);
      INDArray gradient = TestBackend.uniform("gradient", DataType.FLOAT, 4, 3);
      singlePlan.backward(gradient, Accumulate.OVERWRITE);
      doublePlan.backward(gradient.castTo(DataType.DOUBLE), Accumulate.OVERWRITE);
      assertThat(
              largestDifference(single.gradients().castTo(DataType.DOUBLE), twice.gradients())
                  / twice.gradients().amaxNumber().doubleValue())
          .isLessThan(1e-3);
    }
  }

  @Test
  void closingFreesThePlansMemory() {
    // Arrays so large that the C library returns each to the system when it is freed.
    PlanSpec spec = new PlanSpec(64, new Shape(2, 300, 300), Phase.TRAINING, Precision.FLOAT);
    Network network = TestNetwork.of(2, 300, 300).add("relu", new Relu()).build();
    // Closed plans stay reachable, so that the garbage collector cannot free what they forget.
    List<Plan> closed = new ArrayList<>();
    try (Weights weights = TestBackend.weights(network, Precision.FLOAT)) {
      long before = Pointer.physicalBytes();
      for (int i = 0; i < 10; i++) {
        Plan plan = TestBackend.open().plan(weights, spec);
        assertThat(((Nd4jPlan) plan).bytes()).isGreaterThan(100_000_000);
        plan.close();
        closed.add(plan);
      }
      assertThat(Pointer.physicalBytes() - before).isLessThan(200_000_000);
      assertThat(closed).hasSize(10);
    }
  }

  @Test
  void evaluationReusesTheMemoryOfActivations() {
    TestNetwork deep = TestNetwork.of(2, 8, 8).add("first", Conv2d.of(4, 3, 1));
    for (int i = 0; i < 20; i++) {
      deep.add("relu" + i, new Relu());
    }
    try (Weights weights = TestBackend.filled(deep.build(), Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 16, Phase.EVALUATION)) {
      long input = 16L * 2 * 8 * 8 * 4;
      long activation = 16L * 4 * 8 * 8 * 4;
      // Input, the two sides of a ReLU, and the gradient's place that training would use.
      assertThat(((Nd4jPlan) plan).bytes()).isEqualTo(input + 2 * activation);
    }
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void tapsShowWhatALayerPutOut(Phase phase) {
    try (Weights weights = TestBackend.filled(residual(true), Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 2, phase, "relu", "fc")) {
      assertThatThrownBy(() -> plan.tap("relu")).isInstanceOf(IllegalStateException.class);
      INDArray logits = plan.forward(images(weights, 2, 6), TestBackend.DRAWS);
      assertThat(plan.tap("relu").shape()).containsExactly(2, 4, 6, 6);
      assertThat(plan.tap("relu").minNumber().doubleValue()).isZero();
      assertThat(plan.tap("relu").maxNumber().doubleValue()).isPositive();
      assertThat(plan.tap("fc").reshape(2, 3)).isEqualTo(logits);
      assertThatThrownBy(() -> plan.tap("gap"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("gap")
          .hasMessageContaining("relu");
    }
  }

  @Test
  void aTapMustBeALayer() {
    try (Weights weights = TestBackend.filled(residual(true), Precision.FLOAT)) {
      assertThatThrownBy(() -> TestBackend.plan(weights, 2, Phase.TRAINING, "rleu"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rleu")
          .hasMessageContaining("relu");
    }
  }

  @Test
  void aProfilerIsToldOfEveryLayerBothWays() {
    Network network = residual(true);
    List<Profiler.Operation> ran = new ArrayList<>();
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 2, Phase.TRAINING)) {
      plan.profile((operation, from, to) -> ran.add(operation));
      INDArray logits = plan.forward(images(weights, 2, 6), TestBackend.DRAWS);
      plan.backward(logits.dup(), Accumulate.OVERWRITE);
      plan.profile(null);
      int told = ran.size();
      plan.forward(images(weights, 2, 6), TestBackend.DRAWS);
      assertThat(ran).hasSize(told);
    }
    for (Network.Vertex vertex : network.vertices()) {
      for (Profiler.Pass pass : Profiler.Pass.values()) {
        assertThat(ran).anyMatch(o -> o.layer().equals(vertex.name()) && o.pass() == pass);
      }
    }
  }

  @Test
  void evaluationHasNoBackward() {
    try (Weights weights = TestBackend.filled(residual(true), Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 2, Phase.EVALUATION)) {
      INDArray logits = plan.forward(images(weights, 2, 6), TestBackend.DRAWS);
      assertThatThrownBy(() -> plan.backward(logits, Accumulate.OVERWRITE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("evaluation");
    }
  }

  @Test
  void backwardNeedsAForward() {
    try (Weights weights = TestBackend.filled(residual(true), Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 2, Phase.TRAINING)) {
      INDArray gradient = Nd4j.create(DataType.FLOAT, 2, 3);
      assertThatThrownBy(() -> plan.backward(gradient, Accumulate.OVERWRITE))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void refusesAnInputOfAnotherShapeOrType() {
    try (Weights weights = TestBackend.filled(residual(true), Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 2, Phase.TRAINING)) {
      assertThatThrownBy(() -> plan.forward(images(weights, 3, 6), TestBackend.DRAWS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[3, 2, 6, 6]")
          .hasMessageContaining("[2, 2, 6, 6]");
      INDArray wrong = Nd4j.create(DataType.DOUBLE, 2, 2, 6, 6);
      assertThatThrownBy(() -> plan.forward(wrong, TestBackend.DRAWS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("DOUBLE");
    }
  }

  private static Network residual(boolean norm) {
    TestNetwork net = TestNetwork.of(2, 6, 6).add("stem", Conv2d.of(4, 3, 1));
    if (norm) {
      net.add("bn", BatchNorm2d.defaults());
    }
    String shortcut = net.last();
    return net.add("relu", new Relu())
        .add("conv", Conv2d.of(4, 3, 1))
        .add("add", new Add(), "conv", shortcut)
        .add("act", new Relu())
        .add("pool", new GlobalAvgPool())
        .add("fc", Linear.of(3))
        .build();
  }

  private static INDArray images(Weights weights, int batch, int side) {
    return TestBackend.uniform("images", weights.masters().dataType(), batch, 2, side, side);
  }

  private static double largestDifference(INDArray left, INDArray right) {
    return left.sub(right).amaxNumber().doubleValue();
  }
}
