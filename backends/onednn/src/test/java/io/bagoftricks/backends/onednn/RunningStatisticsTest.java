package io.bagoftricks.backends.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Running statistics move with a finite forward, and with no other. */
final class RunningStatisticsTest {
  private static final int BATCH = 3;

  private final Network network = TestNetworks.residual(8);
  private final Backend backend = new OneDnnBackend(2, Tuning.of(Precision.FLOAT, new Device(1)));

  /**
   * In the logits alone, where all batch norms have seen finite numbers; in the first batch norm,
   * which others follow; in the variance of the last, whose inputs' squares are too large.
   */
  @ParameterizedTest
  @CsvSource({"fc.bias, NaN", "fc.weight, 1e38", "conv1.weight, Infinity", "b.short.weight, 1e30"})
  void anOverflowMovesNone(String parameter, float value) {
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT));
        Plan plan = plan(weights)) {
      INDArray before = weights.statistics().dup();
      INDArray good = weights.parameter(parameter).dup();
      weights.edit(editable -> editable.parameter(parameter).assign(value));
      plan.forward(images(), Draws.of(1));
      assertThat(weights.statistics().toFloatVector()).isEqualTo(before.toFloatVector());

      weights.edit(editable -> editable.parameter(parameter).assign(good));
      plan.forward(images(), Draws.of(1));
      assertThat(weights.statistics().toFloatVector()).doesNotContain(before.toFloatVector());
    }
  }

  @Test
  void evaluationMovesNone() {
    try (Weights weights = TestNetworks.filled(backend.allocate(network, Precision.FLOAT));
        Plan plan =
            backend.plan(
                weights, new PlanSpec(BATCH, network.input(), Phase.EVALUATION, Precision.FLOAT))) {
      INDArray before = weights.statistics().dup();
      plan.forward(images(), Draws.of(1));
      assertThat(weights.statistics()).isEqualTo(before);
    }
  }

  private Plan plan(Weights weights) {
    return backend.plan(
        weights, new PlanSpec(BATCH, network.input(), Phase.TRAINING, Precision.FLOAT));
  }

  private INDArray images() {
    return TestNetworks.uniform("images", DataType.FLOAT, BATCH, 3, 12, 12);
  }
}
