package io.bagoftricks.engine.train;

import io.bagoftricks.backends.spi.Weights;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts other weights in place until it is closed. */
final class ChosenWeights implements AutoCloseable {
  private final Weights weights;
  private final @Nullable INDArray trainedMasters;
  private final @Nullable INDArray trainedStatistics;

  private ChosenWeights(Weights weights, @Nullable INDArray masters, @Nullable INDArray stats) {
    this.weights = weights;
    this.trainedMasters = masters;
    this.trainedStatistics = stats;
  }

  /** With nulls the weights stay as they are. */
  static ChosenWeights in(
      Weights weights, @Nullable INDArray masters, @Nullable INDArray statistics) {
    if (masters == null || statistics == null) {
      return new ChosenWeights(weights, null, null);
    }
    ChosenWeights chosen =
        new ChosenWeights(weights, weights.masters().dup(), weights.statistics().dup());
    weights.edit(
        editable -> {
          editable.masters().assign(masters);
          editable.statistics().assign(statistics);
        });
    return chosen;
  }

  @Override
  public void close() {
    if (trainedMasters != null && trainedStatistics != null) {
      weights.edit(
          editable -> {
            editable.masters().assign(trainedMasters);
            editable.statistics().assign(trainedStatistics);
          });
      trainedMasters.close();
      trainedStatistics.close();
    }
  }
}
