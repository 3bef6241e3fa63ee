package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.testkit.conformance.internal.network.Fill;
import io.bagoftricks.backends.testkit.conformance.internal.network.SmallNetworks;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The promises of plans about their outputs and inputs, and the calls that they refuse. */
abstract class PlanContract extends Contract {
  private static final Draws DRAWS = Draws.of(1);

  Stream<Subject> subjects() {
    return tested().exact();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void theSameRunGivesTheSameBits(Subject subject) {
    for (long seed = 0; seed < 5; seed++) {
      Scenario scenario = Scenario.of(seed);
      Map<Tensor, double[]> first = Trial.run(scenario, subject, Set.of());
      Map<Tensor, double[]> second = Trial.run(scenario, subject, Set.of());
      assertThat(second.keySet()).isEqualTo(first.keySet());
      first.forEach(
          (tensor, values) ->
              assertThat(second.get(tensor))
                  .describedAs("%s of %s", tensor, scenario)
                  .isEqualTo(values));
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void backwardLeavesLogitsTapsAndInputs(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized());
        Plan plan = subject.plan(weights, 4, Phase.TRAINING, "relu", "add", "fc")) {
      INDArray images = images(subject, weights, 4);
      INDArray gradient = Fill.uniform("gradient", subject.type(), 4, 3);
      INDArray logits = plan.forward(images, DRAWS);
      List<double[]> before = seen(plan, logits);

      plan.backward(gradient, Accumulate.OVERWRITE);

      assertThat(seen(plan, logits)).usingRecursiveComparison().isEqualTo(before);
      assertThat(images).isEqualTo(images(subject, weights, 4));
      assertThat(gradient).isEqualTo(Fill.uniform("gradient", subject.type(), 4, 3));
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void tapsChangeNothing(Subject subject) {
    Network network = SmallNetworks.normalized();
    double[][] seen = new double[2][];
    for (boolean tapped : new boolean[] {false, true}) {
      String[] taps =
          tapped
              ? network.vertices().stream().map(Network.Vertex::name).toArray(String[]::new)
              : new String[0];
      try (Weights weights = subject.filled(network);
          Plan plan = subject.plan(weights, 4, Phase.TRAINING, taps)) {
        plan.forward(images(subject, weights, 4), DRAWS);
        plan.backward(Fill.uniform("gradient", subject.type(), 4, 3), Accumulate.OVERWRITE);
        seen[tapped ? 1 : 0] = Fill.doubles(weights.gradients());
      }
    }
    assertThat(Agreement.largestDifference(seen[0], seen[1])).isLessThan(subject.tolerance());
  }

  /** Whether their own gradients are computed is the backend's to say. */
  @ParameterizedTest
  @MethodSource("subjects")
  void frozenParametersChangeNoOtherGradient(Subject subject) {
    Network network = SmallNetworks.normalized();
    List<String> names = network.parameters().stream().map(Parameter::name).toList();
    Set<String> frozen = Set.copyOf(names.subList(0, names.size() / 2));
    Map<String, double[]> all = gradients(subject, network, Set.of());
    Map<String, double[]> some = gradients(subject, network, frozen);
    assertThat(frozen).hasSizeBetween(1, names.size() - 1);
    all.forEach(
        (name, values) -> {
          if (!frozen.contains(name)) {
            assertThat(some.get(name))
                .describedAs(name)
                .containsExactly(values, Offset.offset(subject.tolerance()));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void parametersThatAreFrozenAreThere(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.normalized())) {
      assertThatThrownBy(() -> subject.freezing(weights, 4, Set.of("fc.wieght")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("fc.wieght");
    }
  }

  private static Map<String, double[]> gradients(
      Subject subject, Network network, Set<String> frozen) {
    try (Weights weights = subject.filled(network);
        Plan plan = subject.freezing(weights, 4, frozen)) {
      plan.forward(images(subject, weights, 4), DRAWS);
      plan.backward(Fill.uniform("gradient", subject.type(), 4, 3), Accumulate.OVERWRITE);
      return network.parameters().stream()
          .collect(
              Collectors.toMap(
                  Parameter::name,
                  parameter -> Fill.doubles(weights.gradient(parameter.name()).dup())));
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void tapsAreLayersThatWereNamedAndRan(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.residual());
        Plan plan = subject.plan(weights, 2, Phase.EVALUATION, "relu", "fc")) {
      assertThatThrownBy(() -> subject.plan(weights, 2, Phase.TRAINING, "rleu"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rleu");
      assertThatThrownBy(() -> plan.tap("relu")).isInstanceOf(IllegalStateException.class);
      INDArray logits = plan.forward(images(subject, weights, 2), DRAWS);
      assertThat(plan.tap("relu").shape()).containsExactly(2, 4, 6, 6);
      assertThat(plan.tap("relu").minNumber().doubleValue()).isZero();
      assertThat(plan.tap("fc").shape()).containsExactly(2, 3, 1, 1);
      assertThat(Fill.doubles(plan.tap("fc"))).containsExactly(Fill.doubles(logits));
      assertThatThrownBy(() -> plan.tap("gap"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("gap");
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void refusesAnInputOfAnotherShapeOrType(Subject subject) {
    DataType other = subject.type() == DataType.FLOAT ? DataType.DOUBLE : DataType.FLOAT;
    try (Weights weights = subject.filled(SmallNetworks.residual());
        Plan plan = subject.plan(weights, 2, Phase.TRAINING)) {
      assertThatThrownBy(() -> plan.forward(images(subject, weights, 3), DRAWS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[3, 2, 6, 6]")
          .hasMessageContaining("[2, 2, 6, 6]");
      assertThatThrownBy(() -> plan.forward(Nd4j.create(other, 2, 2, 6, 6), DRAWS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(other.toString());
      plan.forward(images(subject, weights, 2), DRAWS);
      INDArray gradient = Nd4j.create(subject.type(), 3, 2);
      assertThatThrownBy(() -> plan.backward(gradient, Accumulate.OVERWRITE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[3, 2]")
          .hasMessageContaining("[2, 3]");
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void refusesANetworkThatDoesNotFitTheInput(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.residual())) {
      assertThatThrownBy(
              () -> subject.plan(weights, 2, new Shape(3, 6, 6), Phase.EVALUATION).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stem");
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void evaluationHasNoBackward(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.residual());
        Plan plan = subject.plan(weights, 2, Phase.EVALUATION)) {
      plan.forward(images(subject, weights, 2), DRAWS);
      INDArray gradient = Nd4j.create(subject.type(), 2, 3);
      assertThatThrownBy(() -> plan.backward(gradient, Accumulate.OVERWRITE))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void eachBackwardNeedsAForward(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.residual());
        Plan plan = subject.plan(weights, 2, Phase.TRAINING)) {
      INDArray gradient = Nd4j.ones(subject.type(), 2, 3);
      assertThatThrownBy(() -> plan.backward(gradient, Accumulate.OVERWRITE))
          .isInstanceOf(IllegalStateException.class);
      plan.forward(images(subject, weights, 2), DRAWS);
      plan.backward(gradient, Accumulate.OVERWRITE);
      assertThatThrownBy(() -> plan.backward(gradient, Accumulate.ADD))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aClosedPlanRefusesToRun(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.residual())) {
      Plan plan = subject.plan(weights, 2, Phase.TRAINING);
      plan.forward(images(subject, weights, 2), DRAWS);
      plan.close();
      INDArray gradient = Nd4j.ones(subject.type(), 2, 3);
      assertThatThrownBy(() -> plan.backward(gradient, Accumulate.OVERWRITE))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> plan.forward(images(subject, weights, 2), DRAWS))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void refusesWeightsOfAnother(Subject subject) {
    try (Weights weights = subject.filled(SmallNetworks.residual())) {
      Weights foreign =
          (Weights)
              Proxy.newProxyInstance(
                  Weights.class.getClassLoader(),
                  new Class<?>[] {Weights.class},
                  (proxy, method, arguments) -> method.invoke(weights, arguments));
      assertThatThrownBy(() -> subject.plan(foreign, 2, Phase.EVALUATION))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(subject.backend().id());
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void refusesAPrecisionItDoesNotOffer(Precision precision) {
    tested()
        .exact()
        .filter(subject -> !subject.backend().precisions().contains(precision))
        .forEach(
            subject -> {
              try (Weights weights = subject.filled(SmallNetworks.residual())) {
                PlanSpec spec =
                    new PlanSpec(2, weights.network().input(), Phase.EVALUATION, precision);
                assertThatThrownBy(() -> subject.backend().plan(weights, spec))
                    .describedAs("%s asked for %s", subject, precision)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(precision.toString());
              }
            });
  }

  private static List<double[]> seen(Plan plan, INDArray logits) {
    List<double[]> seen = new ArrayList<>(List.of(Fill.doubles(logits)));
    plan.spec().taps().forEach(tap -> seen.add(Fill.doubles(plan.tap(tap))));
    return seen;
  }

  private static INDArray images(Subject subject, Weights weights, int batch) {
    return Fill.images("images", subject.type(), batch, weights.network().input());
  }
}
