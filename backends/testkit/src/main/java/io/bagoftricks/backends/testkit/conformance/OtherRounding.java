package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moves inputs, weights and gradients by at most one unit in the last place of 32 bits, as another
 * order of the same sums might.
 *
 * @param seed gives the same rounding again
 */
record OtherRounding(long seed) implements AlteredBackend.Alteration {
  @Override
  public INDArray forward(Plan plan, Weights weights, INDArray input, Draws draws) {
    if (weights.layout().elements() > 0) {
      weights.edit(editable -> Rounding.move(editable.masters(), "weights" + seed));
    }
    return plan.forward(Rounding.move(input.dup(), "input" + seed), draws);
  }

  @Override
  public void backward(Plan plan, Weights weights, INDArray gradient, Accumulate mode) {
    plan.backward(Rounding.move(gradient.dup(), "gradient" + seed), mode);
  }
}
