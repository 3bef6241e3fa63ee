package io.bagoftricks.engine.train;

import io.bagoftricks.backends.spi.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A copy of masters and running statistics, put back when it is closed. */
final class WeightsSnapshot implements AutoCloseable {
  private final Weights weights;
  private final INDArray masters;
  private final INDArray statistics;

  private WeightsSnapshot(Weights weights) {
    this.weights = weights;
    this.masters = weights.masters().dup();
    this.statistics = weights.statistics().dup();
  }

  /** Remembers the weights as they are now. */
  static WeightsSnapshot of(Weights weights) {
    return new WeightsSnapshot(weights);
  }

  /** Overwrites the weights. */
  static void assign(Weights weights, INDArray masters, INDArray statistics) {
    weights.edit(
        editable -> {
          editable.masters().assign(masters);
          editable.statistics().assign(statistics);
        });
  }

  @Override
  public void close() {
    assign(weights, masters, statistics);
    masters.close();
    statistics.close();
  }
}
