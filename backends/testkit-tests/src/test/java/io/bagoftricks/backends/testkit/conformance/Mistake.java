package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Accumulate;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mistakes of backends that the kit must find. */
enum Mistake implements AlteredBackend.Alteration {
  LOSES_AN_EXAMPLE {
    @Override
    public void backward(Plan plan, Weights weights, INDArray gradient, Accumulate mode) {
      INDArray others = gradient.dup();
      others.getRow(0).assign(0);
      plan.backward(others, mode);
    }
  },
  ADD_OVERWRITES {
    @Override
    public void backward(Plan plan, Weights weights, INDArray gradient, Accumulate mode) {
      plan.backward(gradient, Accumulate.OVERWRITE);
    }
  },
  STATISTICS_MOVE_IN_EVALUATION {
    @Override
    public INDArray forward(Plan plan, Weights weights, INDArray input, Draws draws) {
      if (plan.spec().phase() == Phase.EVALUATION && weights.layout().statisticsElements() > 0) {
        weights.edit(editable -> editable.statistics().muli(1.001));
      }
      return plan.forward(input, draws);
    }
  },
  FORGETS_THE_DRAWS {
    @Override
    public INDArray forward(Plan plan, Weights weights, INDArray input, Draws draws) {
      return plan.forward(input, draws.stream("another"));
    }
  }
}
