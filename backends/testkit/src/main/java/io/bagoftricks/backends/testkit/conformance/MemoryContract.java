package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.NetworkBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Resident memory: given back on closing, and steady from step to step. */
abstract class MemoryContract extends Contract {
  private static final int CHANNELS = 32;

  Stream<Subject> subjects() {
    return tested().exact().filter(subject -> subject.precision() == Precision.FLOAT);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void closingFreesAPlansMemory(Subject subject) {
    // Arrays so large that the C library returns each to the system when it is freed.
    int batch = 64;
    Network network = NetworkBuilder.of(2, 300, 300).add("relu", new Relu()).build();
    long activation = batch * network.input().elements() * subject.type().width();
    // Closed plans stay reachable, so that the garbage collector cannot free what they forget.
    List<Plan> closed = new ArrayList<>();
    try (Weights weights = subject.allocate(network)) {
      INDArray images = Nd4j.ones(subject.type(), batch, 2, 300, 300);
      INDArray gradient = Nd4j.ones(subject.type(), batch, network.classes());
      long before = 0;
      for (int i = 0; i < 7; i++) {
        if (i == 1) {
          before = Pointer.physicalBytes();
        }
        Plan plan = subject.plan(weights, batch, Phase.TRAINING);
        plan.forward(images, Draws.of(1));
        plan.backward(gradient, Accumulate.OVERWRITE);
        plan.close();
        closed.add(plan);
      }
      // One activation forgotten by each would be 6.
      assertThat(Pointer.physicalBytes() - before).isLessThan(3 * activation);
      assertThat(closed).hasSize(7);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void longTrainingDoesNotGrow(Subject subject) {
    try (Weights weights = subject.filled(network());
        Plan plan = subject.plan(weights, 16, Phase.TRAINING)) {
      INDArray images = Fill.images("x", subject.type(), 16, weights.network().input());
      INDArray gradient = Fill.uniform("gradient", subject.type(), 16, 3);
      train(plan, images, gradient, 10);
      long before = Pointer.physicalBytes();
      train(plan, images, gradient, 30);
      long activation = 16L * CHANNELS * 64 * 64 * subject.type().width();
      // One forgotten in each step would be 30.
      assertThat(Pointer.physicalBytes() - before).isLessThan(15 * activation);
    }
  }

  /** Without layers of plugins, which may allocate. */
  private static Network network() {
    return NetworkBuilder.of(2, 64, 64)
        .add("stem", Conv2d.of(CHANNELS, 1, 1))
        .add("bn", BatchNorm2d.defaults())
        .add("relu", new Relu())
        .add("add", new Add(), "stem", "relu")
        .add("act", new Relu())
        .add("blur", new BlurPool2d(Size.of(1)))
        .add("gap", new GlobalAvgPool())
        .add("fc", Linear.of(3))
        .build();
  }

  private static void train(Plan plan, INDArray images, INDArray gradient, int steps) {
    for (int i = 0; i < steps; i++) {
      plan.forward(images, Draws.of(i));
      plan.backward(gradient, Accumulate.ADD);
    }
  }
}
