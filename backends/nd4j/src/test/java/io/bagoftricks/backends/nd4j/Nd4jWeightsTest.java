package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.api.optimizer.UpdateRule.AdamW;
import io.bagoftricks.api.optimizer.UpdateRule.Nag;
import io.bagoftricks.api.optimizer.UpdateRule.Sgd;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Update;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Flat arrays, their views and their arithmetic. */
final class Nd4jWeightsTest {
  private final Network network =
      TestNetwork.of(2, 1, 1).add("bn", BatchNorm2d.defaults()).add("fc", Linear.of(1500)).build();
  private final Weights weights = TestBackend.weights(network, Precision.FLOAT);

  @AfterEach
  void free() {
    weights.close();
  }

  @Test
  void startsWithZerosAndUnitRunningVariances() {
    assertThat(weights.masters().amaxNumber().doubleValue()).isZero();
    assertThat(weights.statistics().toDoubleVector()).containsExactly(0, 0, 1, 1);
  }

  @Test
  void parametersAreViewsInTheirShape() {
    weights.edit(editable -> editable.parameter("fc.weight").putScalar(1499, 1, 5));
    assertThat(weights.parameter("fc.weight").shape()).containsExactly(1500, 2);
    assertThat(weights.masters().getDouble(weights.layout().slice("fc.weight").end() - 1))
        .isEqualTo(5);
    weights.gradients().assign(3);
    assertThat(weights.gradient("bn.bias").toDoubleVector()).containsExactly(3, 3);
  }

  @Test
  void namesTheParameterThatIsMissing() {
    assertThatThrownBy(() -> weights.parameter("fc.wieght"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("fc.wieght");
  }

  /** An array may have a copy elsewhere, which is out of date until it is told of a write. */
  @Test
  void anArrayIsToldOfWhatIsWrittenIntoIt() {
    AtomicInteger told = new AtomicInteger();
    try (FlatArray own = weights.array(weights.layout().elements())) {
      FlatArray array = counting(own, told);

      weights.copyInto(Part.MASTERS, array);
      assertThat(told).hasValue(1);
      weights.lerpInto(Part.MASTERS, array, 0.5);
      assertThat(told).hasValue(2);
    }
  }

  @Test
  void stateOfAnOptimizerIsToldOfAnUpdate() {
    AtomicInteger told = new AtomicInteger();
    try (FlatArray own = weights.array(weights.layout().elements())) {
      FlatArray state = counting(own, told);

      weights.update(
          new Update(
              new Nag(Nag.Form.PAPER),
              List.of(new Update.Group(network.parameters(), 0.1, 0)),
              0.9,
              0,
              i -> state));

      assertThat(told).hasValue(1);
    }
  }

  private static FlatArray counting(FlatArray own, AtomicInteger told) {
    return (FlatArray)
        Proxy.newProxyInstance(
            FlatArray.class.getClassLoader(),
            new Class<?>[] {FlatArray.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("written")) {
                told.incrementAndGet();
              }
              return method.invoke(own, arguments);
            });
  }

  @Test
  void everyEditRaisesTheVersionEvenOneThatFails() {
    long version = weights.version();
    weights.edit(editable -> editable.statistics().assign(2));
    long edited = weights.version();
    assertThat(edited).isGreaterThan(version);
    assertThatThrownBy(
            () ->
                weights.edit(
                    editable -> {
                      throw new IllegalStateException("half way");
                    }))
        .hasMessage("half way");
    assertThat(weights.version()).isGreaterThan(edited);
  }

  @Test
  void normIsEuclideanOverAllGradients() {
    weights.gradients().assign(0);
    weights.gradients().putScalar(0, 3);
    weights.gradients().putScalar(weights.gradients().length() - 1, 4);
    assertThat(weights.gradientNorm()).isCloseTo(5, Offset.offset(1e-6));
    weights.gradients().assign(0.1);
    assertThat(weights.gradientNorm())
        .isCloseTo(0.1 * Math.sqrt((double) weights.gradients().length()), Offset.offset(1e-5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1e19, 1e30, 3e38})
  void normOfNumbersWhoseSquaresLeaveTheRangeOfFloats(double value) {
    weights.gradients().assign(value);
    assertThat(weights.gradientNorm() / value)
        .isCloseTo(Math.sqrt((double) weights.gradients().length()), Offset.offset(1e-4));
  }

  @Test
  void normOfMillionsOfGradientsKeepsItsDigits() {
    try (Weights large = TestBackend.weights(large(), Precision.FLOAT)) {
      large.gradients().assign(0.1f);
      assertThat(large.gradientNorm() / 0.1f)
          .isCloseTo(Math.sqrt((double) large.gradients().length()), Offset.offset(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void normIsNotFiniteWhereAGradientIsNot(double value) {
    weights.gradients().assign(1);
    weights.gradients().putScalar(1234, value);
    assertThat(weights.gradientNorm()).isNotFinite();
  }

  @Test
  void arithmeticLeavesNothingToTheGarbageCollector() {
    Network network = large();
    try (Weights large = TestBackend.weights(network, Precision.FLOAT)) {
      long length = large.masters().length();
      List<FlatArray> state = List.of(large.array(length), large.array(length));
      FlatArray target = large.array(length);
      List<UpdateRule> rules =
          List.of(
              new Sgd(),
              new Nag(Nag.Form.PAPER),
              new Nag(Nag.Form.MXNET),
              new AdamW(0.9, 0.99, 1e-8));
      work(large, rules, state, target, 2);
      long before = Pointer.physicalBytes();
      work(large, rules, state, target, 10);
      // One array forgotten each time would be 10.
      assertThat(Pointer.physicalBytes() - before).isLessThan(3 * length * 4);
    }
  }

  @Test
  void scalesGradients() {
    weights.gradients().assign(3);
    weights.scaleGradients(-0.5);
    assertThat(weights.gradients().minNumber().doubleValue()).isEqualTo(-1.5);
    assertThat(weights.gradients().maxNumber().doubleValue()).isEqualTo(-1.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void oneValueThatIsNotFiniteIsFound(double value) {
    weights.gradients().assign(1);
    assertThat(weights.gradientsFinite()).isTrue();
    weights.gradients().putScalar(1234, value);
    assertThat(weights.gradientsFinite()).isFalse();
  }

  @Test
  void largeGradientsWhoseSumOverflowsAreFinite() {
    weights.gradients().assign(Float.MAX_VALUE);
    assertThat(weights.gradientsFinite()).isTrue();
  }

  @Test
  void lerpMovesTheTargetPartOfTheWay() {
    weights.edit(
        editable -> {
          editable.masters().assign(4);
          editable.statistics().assign(8);
        });
    INDArray target = Nd4j.create(DataType.FLOAT, weights.masters().length());
    weights.lerpInto(Part.MASTERS, weights.view(target), 0.25);
    assertThat(target.minNumber().doubleValue()).isEqualTo(1);
    assertThat(target.maxNumber().doubleValue()).isEqualTo(1);
    INDArray statistics = Nd4j.create(DataType.FLOAT, 4).assign(4);
    weights.lerpInto(Part.STATISTICS, weights.view(statistics), 0.5);
    assertThat(statistics.toDoubleVector()).containsExactly(6, 6, 6, 6);
    assertThat(weights.masters().maxNumber().doubleValue()).isEqualTo(4);
  }

  @Test
  void lerpRefusesATargetThatDoesNotFit() {
    INDArray target = Nd4j.create(DataType.DOUBLE, weights.masters().length());
    assertThatThrownBy(() -> weights.lerpInto(Part.MASTERS, weights.view(target), 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DOUBLE")
        .hasMessageContaining("FLOAT");
  }

  @Test
  void aNetworkWithoutBatchNormHasEmptyStatistics() {
    Network plain = TestNetwork.of(2, 1, 1).add("fc", Linear.of(3)).build();
    try (Weights none = TestBackend.filled(plain, Precision.FLOAT);
        Plan plan = TestBackend.plan(none, 2, Phase.TRAINING)) {
      INDArray copy = none.statistics().dup();
      assertThat(copy.length()).isZero();
      assertThat(copy.dataType()).isEqualTo(DataType.FLOAT);
      none.edit(editable -> editable.statistics().assign(copy));
      none.edit(editable -> editable.statistics().assign(1));
      none.lerpInto(Part.STATISTICS, none.view(copy), 0.5);
      plan.forward(Nd4j.ones(DataType.FLOAT, 2, 2, 1, 1), TestBackend.DRAWS);
      assertThat(none.statistics().length()).isZero();
      assertThatThrownBy(
              () -> none.lerpInto(Part.STATISTICS, none.array(none.masters().length()), 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aNetworkWithoutParametersHasArithmeticToo() {
    Network bare = TestNetwork.of(1, 1, 1).add("relu", new Relu()).build();
    try (Weights none = TestBackend.weights(bare, Precision.FLOAT)) {
      assertThat(none.gradientNorm()).isZero();
      assertThat(none.gradientsFinite()).isTrue();
      none.scaleGradients(2);
      INDArray copy = none.masters().dup();
      none.edit(editable -> editable.masters().assign(copy));
      none.lerpInto(Part.MASTERS, none.view(copy), 0.5);
      none.update(new Update(new Sgd(), List.of(), 0.9, 1, index -> none.view(copy)));
    }
  }

  private static void work(
      Weights weights, List<UpdateRule> rules, List<FlatArray> state, FlatArray target, int times) {
    for (int i = 1; i <= times; i++) {
      weights.gradients().assign(0.01);
      for (int again = 0; again < 20; again++) {
        assertThat(weights.gradientNorm()).isPositive();
      }
      weights.scaleGradients(0.5);
      assertThat(weights.gradientsFinite()).isTrue();
      for (UpdateRule rule : rules) {
        List<Update.Group> groups =
            List.of(new Update.Group(weights.network().parameters(), 1e-4, 1e-4));
        weights.update(new Update(rule, groups, 0.9, i, state::get));
      }
      weights.lerpInto(Part.MASTERS, target, 0.5);
    }
  }

  /** Four million parameters. */
  private static Network large() {
    return TestNetwork.of(2000, 1, 1).add("fc", Linear.of(2000)).build();
  }
}
