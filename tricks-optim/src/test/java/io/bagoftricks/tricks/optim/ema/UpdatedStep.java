package io.bagoftricks.tricks.optim.ema;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.api.StepResultParameter;
import io.bagoftricks.api.random.Draws;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step's result with the arithmetic of its contract. */
record UpdatedStep(INDArray weights, INDArray statistics, boolean updated) implements StepResult {
  @Override
  public boolean overflowed() {
    return !updated;
  }

  @Override
  public void lerpWeightsInto(INDArray target, double fraction) {
    target.addi(weights.sub(target).muli(fraction));
  }

  @Override
  public void lerpStatisticsInto(INDArray target, double fraction) {
    target.addi(statistics.sub(target).muli(fraction));
  }

  @Override
  public INDArray editWeights() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StepResultParameter> parameters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Moment moment() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Draws draws() {
    throw new UnsupportedOperationException();
  }
}
