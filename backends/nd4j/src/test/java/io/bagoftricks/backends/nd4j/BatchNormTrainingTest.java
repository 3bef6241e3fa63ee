package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Linear;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch statistics: which variance normalizes, which one runs, and when neither may move. */
final class BatchNormTrainingTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void biasedVarianceNormalizesAndUnbiasedRuns(Precision precision) {
    Network network = TestNetwork.of(1, 1, 2).add("bn", new BatchNorm2d(0.75, 0.25)).build();
    try (Weights weights = TestBackend.weights(network, precision);
        Plan plan = TestBackend.plan(weights, 2, Phase.TRAINING)) {
      weights.edit(
          editable -> {
            editable.parameter("bn.weight").assign(2);
            editable.parameter("bn.bias").assign(10);
          });
      long version = weights.version();
      // Mean 3.5; squares of -2.5, -0.5, 0.5, 2.5 sum to 13: variance 3.25 biased, 13/3 unbiased.
      INDArray logits = plan.forward(images(weights, 1, 3, 4, 6), TestBackend.DRAWS);
      assertThat(logits.dup('c').data().asDouble())
          .containsExactly(new double[] {7.5, 9.5, 10.5, 12.5}, CLOSE);
      // 0 + 0.25 * 3.5; 1 + 0.25 * (13/3 - 1)
      assertThat(weights.statistics().toDoubleVector())
          .containsExactly(new double[] {0.875, 1 + 2.5 / 3}, CLOSE);
      assertThat(weights.version()).isGreaterThan(version);
      plan.forward(images(weights, 1, 3, 4, 6), TestBackend.DRAWS);
      assertThat(weights.statistics().getDouble(0)).isCloseTo(0.875 + 0.25 * 2.625, CLOSE);
    }
  }

  @Test
  void evaluationMovesNoStatistics() {
    Network network = TestNetwork.of(1, 1, 2).add("bn", BatchNorm2d.defaults()).build();
    try (Weights weights = TestBackend.weights(network, Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 2, Phase.EVALUATION)) {
      long version = weights.version();
      plan.forward(images(weights, 1, 3, 4, 6), TestBackend.DRAWS);
      assertThat(weights.statistics().toDoubleVector()).containsExactly(0, 1);
      assertThat(weights.version()).isEqualTo(version);
    }
  }

  @Test
  void oneValueAChannelCannotTrain() {
    Network network =
        TestNetwork.of(2, 3, 3)
            .add("pool", new GlobalAvgPool())
            .add("neck.bn", BatchNorm2d.defaults())
            .build();
    try (Weights weights = TestBackend.weights(network, Precision.FLOAT)) {
      assertThatThrownBy(() -> TestBackend.plan(weights, 1, Phase.TRAINING))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("neck.bn")
          .hasMessageContaining("more than one value");
      TestBackend.plan(weights, 2, Phase.TRAINING).close();
      TestBackend.plan(weights, 1, Phase.EVALUATION).close();
    }
  }

  @Test
  void aForwardThatOverflowsMovesNoStatistics() {
    Network network =
        TestNetwork.of(1, 1, 2)
            .add("first", BatchNorm2d.defaults())
            .add("pool", new GlobalAvgPool())
            .add("fc", Linear.of(1))
            .add("second", BatchNorm2d.defaults())
            .build();
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 2, Phase.TRAINING)) {
      double[] before = weights.statistics().toDoubleVector();
      plan.forward(images(weights, 1, Double.POSITIVE_INFINITY, 0, 2), TestBackend.DRAWS);
      assertThat(weights.statistics().toDoubleVector()).containsExactly(before);
      weights.edit(editable -> editable.parameter("fc.bias").assign(Float.POSITIVE_INFINITY));
      plan.forward(images(weights, 1, 3, 0, 2), TestBackend.DRAWS);
      assertThat(weights.statistics().toDoubleVector()).containsExactly(before);
      weights.edit(editable -> editable.parameter("fc.bias").assign(0));
      plan.forward(images(weights, 1, 3, 0, 2), TestBackend.DRAWS);
      assertThat(weights.statistics().toDoubleVector()).doesNotContain(before);
    }
  }

  /** Where every batch norm has seen finite numbers, and the layer after the last overflows. */
  @Test
  void anOverflowInTheLogitsAloneMovesNoStatistics() {
    Network network =
        TestNetwork.of(1, 1, 2)
            .add("bn", BatchNorm2d.defaults())
            .add("pool", new GlobalAvgPool())
            .add("fc", Linear.of(2))
            .build();
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 2, Phase.TRAINING)) {
      double[] before = weights.statistics().toDoubleVector();
      weights.edit(editable -> editable.parameter("fc.bias").putScalar(1, Float.NaN));
      plan.forward(images(weights, 1, 3, 0, 2), TestBackend.DRAWS);
      assertThat(weights.statistics().toDoubleVector()).containsExactly(before);
      weights.edit(editable -> editable.parameter("fc.bias").assign(0));
      plan.forward(images(weights, 1, 3, 0, 2), TestBackend.DRAWS);
      assertThat(weights.statistics().toDoubleVector()).doesNotContain(before);
    }
  }

  /** Where an infinite batch statistic is hidden by a ReLU: its logits are finite. */
  @Test
  void anOverflowThatTheLogitsHideMovesNoStatistics() {
    Network network =
        TestNetwork.of(1, 1, 2)
            .add("bn", BatchNorm2d.defaults())
            .add("pool", new GlobalAvgPool())
            .add("hidden", Linear.of(2))
            .add("bn2", BatchNorm2d.defaults())
            .build();
    try (Weights weights = TestBackend.filled(network, Precision.FLOAT);
        Plan plan = TestBackend.plan(weights, 2, Phase.TRAINING)) {
      double[] before = weights.statistics().toDoubleVector();
      // The squares of 1e25 are above the largest number, the values themselves are not.
      weights.edit(editable -> editable.parameter("hidden.weight").assign(1e25));
      plan.forward(images(weights, 1, 3, 0, 0), TestBackend.DRAWS);
      assertThat(weights.statistics().toDoubleVector()).containsExactly(before);
    }
  }

  private static INDArray images(Weights weights, double... values) {
    return TestBackend.doubles(new long[] {2, 1, 1, 2}, values)
        .castTo(weights.masters().dataType());
  }
}
