package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Add;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Identity;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.NetworkBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The draws of plugins' layers, and what stands in their place in evaluation. */
abstract class DrawsContract extends Contract {
  private static final Draws STEP = Draws.of(1);

  Stream<Subject> subjects() {
    return Stream.concat(tested().sixteenBits(), tested().exact());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void thoseOfAnExampleDoNotDependOnTheMicroBatch(Subject subject) {
    double[] whole = drawn(subject, "example", 4, 0);

    assertThat(drawn(subject, "example", 2, 0)).containsExactly(whole[0], whole[1]);
    assertThat(drawn(subject, "example", 2, 2)).containsExactly(whole[2], whole[3]);
    assertThat(whole).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void thoseOfAStepAreTheSameInEachMicroBatchAndThoseOfAPassAreNot(Subject subject) {
    assertThat(drawn(subject, "step", 2, 0)).containsExactly(drawn(subject, "step", 2, 2));
    assertThat(drawn(subject, "pass", 2, 0)).containsExactly(drawn(subject, "pass", 2, 0));
    assertThat(drawn(subject, "pass", 2, 0)).doesNotContain(drawn(subject, "pass", 2, 2));
  }

  /** In the middle, tapped, and last, where an identity cannot be left out. */
  @ParameterizedTest
  @MethodSource("subjects")
  void anIdentityInTheirPlaceChangesNothingInEvaluation(Subject subject) {
    for (Layer layer : new Layer[] {new Drawing("pass"), new Identity()}) {
      double[] plain = evaluated(subject, network(new Relu(), new Relu()), "a");
      assertThat(evaluated(subject, network(new Relu(), layer), "a")).containsExactly(plain);
      assertThat(evaluated(subject, network(new Relu(), layer), "b")).containsExactly(plain);
      Network last = NetworkBuilder.of(2, 1, 1).add("a", layer).build();
      INDArray images = Fill.images("x", subject.type(), 3, last.input());
      try (Weights weights = subject.allocate(last);
          Plan plan = subject.plan(weights, 3, Phase.EVALUATION)) {
        assertThat(Fill.doubles(plan.forward(images, STEP)))
            .containsExactly(Fill.doubles(rounded(subject, images)));
      }
    }
  }

  /** A sum of two readers, one of them through the identity: the gradient is twice that of one. */
  @ParameterizedTest
  @MethodSource("subjects")
  void anIdentityPassesItsGradientOn(Subject subject) {
    double[] through = gradients(subject, new Identity());
    double[] past = gradients(subject, new Relu()); // of what is positive already

    assertThat(through).containsExactly(past).isNotEqualTo(new double[through.length]);
  }

  private static double[] gradients(Subject subject, Layer layer) {
    Network network = network(new Relu(), layer);
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, 3, Phase.TRAINING)) {
      plan.forward(Fill.images("x", subject.type(), 3, network.input()), STEP);
      plan.backward(Fill.uniform("g", subject.type(), 3, 4), Accumulate.OVERWRITE);
      return Fill.doubles(weights.gradients());
    }
  }

  private static INDArray rounded(Subject subject, INDArray images) {
    return switch (subject.stored()) {
      case DOUBLE, FLOAT -> images;
      case BFLOAT16 -> images.castTo(DataType.BFLOAT16);
      case FLOAT16 -> images.castTo(DataType.FLOAT16);
    };
  }

  private static double[] drawn(Subject subject, String of, int batch, int first) {
    Network network =
        NetworkBuilder.of(2, 3, 3)
            .add("draws", new Drawing(of))
            .add("gap", new GlobalAvgPool())
            .build();
    try (Weights weights = subject.allocate(network);
        Plan plan = subject.plan(weights, batch, Phase.TRAINING)) {
      INDArray images = Fill.images("x", subject.type(), batch, network.input());
      INDArray logits = plan.forward(images, ForwardDraws.of(STEP, first));
      return Fill.doubles(logits.getColumn(0));
    }
  }

  private static Network network(Layer a, Layer b) {
    return NetworkBuilder.of(2, 5, 5)
        .add("conv", Conv2d.of(4, 3, 1))
        .add("a", a)
        .add("b", b)
        .add("sum", new Add(), "a", "b")
        .add("gap", new GlobalAvgPool())
        .build();
  }

  private static double[] evaluated(Subject subject, Network network, String tap) {
    try (Weights weights = subject.filled(network);
        Plan plan = subject.plan(weights, 3, Phase.EVALUATION, "conv", tap)) {
      plan.forward(Fill.images("x", subject.type(), 3, network.input()), STEP);
      return Fill.doubles(plan.tap(tap));
    }
  }
}
