package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.network.Relu;
import io.bagoftricks.backends.spi.Weights;
import java.util.NoSuchElementException;
import org.assertj.core.data.Offset;
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

  @Test
  void everyEditRaisesTheVersionEvenOneThatFails() {
    long version = weights.version();
    weights.edit(editable -> editable.statistics().assign(2));
    assertThat(weights.version()).isEqualTo(version + 1);
    assertThatThrownBy(
            () ->
                weights.edit(
                    editable -> {
                      throw new IllegalStateException("half way");
                    }))
        .hasMessage("half way");
    assertThat(weights.version()).isEqualTo(version + 2);
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
    weights.lerpMastersInto(target, 0.25);
    assertThat(target.minNumber().doubleValue()).isEqualTo(1);
    assertThat(target.maxNumber().doubleValue()).isEqualTo(1);
    INDArray statistics = Nd4j.create(DataType.FLOAT, 4).assign(4);
    weights.lerpStatisticsInto(statistics, 0.5);
    assertThat(statistics.toDoubleVector()).containsExactly(6, 6, 6, 6);
    assertThat(weights.masters().maxNumber().doubleValue()).isEqualTo(4);
  }

  @Test
  void lerpRefusesATargetThatDoesNotFit() {
    INDArray target = Nd4j.create(DataType.DOUBLE, weights.masters().length());
    assertThatThrownBy(() -> weights.lerpMastersInto(target, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DOUBLE")
        .hasMessageContaining("FLOAT");
  }

  @Test
  void aNetworkWithoutParametersHasArithmeticToo() {
    Network bare = TestNetwork.of(1, 1, 1).add("relu", new Relu()).build();
    try (Weights none = TestBackend.weights(bare, Precision.FLOAT)) {
      assertThat(none.gradientNorm()).isZero();
      assertThat(none.gradientsFinite()).isTrue();
      none.scaleGradients(2);
      none.lerpMastersInto(Nd4j.create(DataType.FLOAT, 0), 0.5);
    }
  }
}
