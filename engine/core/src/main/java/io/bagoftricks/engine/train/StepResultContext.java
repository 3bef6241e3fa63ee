package io.bagoftricks.engine.train;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.StepResult;
import io.bagoftricks.backends.spi.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One update after it happened, or was left out. */
final class StepResultContext extends CallContext implements StepResult {
  private final Weights weights;
  private final boolean updated;
  private final boolean overflowed;

  StepResultContext(Moment moment, Weights weights, boolean updated, boolean overflowed) {
    super(moment);
    this.weights = weights;
    this.updated = updated;
    this.overflowed = overflowed;
  }

  @Override
  public boolean updated() {
    return updated;
  }

  @Override
  public boolean overflowed() {
    return overflowed;
  }

  @Override
  public INDArray weights() {
    return weights.masters();
  }

  @Override
  public INDArray editWeights() {
    touch(Slot.WEIGHTS);
    // The caller writes after this returns and before any forward: the version is raised already.
    weights.edit(editable -> {});
    return weights.masters();
  }

  @Override
  public INDArray statistics() {
    return weights.statistics();
  }

  @Override
  public void lerpWeightsInto(INDArray target, double fraction) {
    weights.lerpMastersInto(target, fraction);
  }

  @Override
  public void lerpStatisticsInto(INDArray target, double fraction) {
    weights.lerpStatisticsInto(target, fraction);
  }
}
