package io.bagoftricks.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import org.assertj.core.data.Offset;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares gradients with central finite differences of the forward pass, in 64 bits. */
final class GradientCheck {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-8;

  private GradientCheck() {}

  /** Checks every parameter of a network at a batch; the loss is a fixed mix of the logits. */
  static void check(Network network, int batch) {
    try (Weights weights = TestBackend.filled(network, Precision.DOUBLE);
        Plan plan = TestBackend.plan(weights, batch, Phase.TRAINING)) {
      var shape = network.input();
      INDArray input =
          TestBackend.uniform(
              "input", DataType.DOUBLE, batch, shape.channels(), shape.height(), shape.width());
      INDArray mix = TestBackend.uniform("mix", DataType.DOUBLE, batch, network.classes());
      weights.gradients().assign(Double.NaN);
      plan.forward(input, TestBackend.DRAWS);
      plan.backward(mix, Accumulate.OVERWRITE);
      INDArray gradients = weights.gradients().dup();
      assertThat(gradients.norm2Number().doubleValue()).isGreaterThan(1e-3);
      for (long i = 0; i < gradients.length(); i++) {
        double value = weights.masters().getDouble(i);
        double above = loss(weights, plan, input, mix, i, value + STEP);
        double below = loss(weights, plan, input, mix, i, value - STEP);
        loss(weights, plan, input, mix, i, value);
        double expected = (above - below) / (2 * STEP);
        assertThat(gradients.getDouble(i))
            .as("gradient %d of %d", i, gradients.length())
            .isCloseTo(expected, Offset.offset(TOLERANCE * (1 + Math.abs(expected))));
      }
    }
  }

  private static double loss(
      Weights weights, Plan plan, INDArray input, INDArray mix, long index, double value) {
    weights.edit(editable -> editable.masters().putScalar(index, value));
    return plan.forward(input, TestBackend.DRAWS).mul(mix).sumNumber().doubleValue();
  }
}
