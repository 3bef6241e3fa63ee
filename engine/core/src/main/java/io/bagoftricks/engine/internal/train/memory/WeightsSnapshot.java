package io.bagoftricks.engine.internal.train.memory;

import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;

/** A copy of masters and running statistics, put back when it is closed. */
public final class WeightsSnapshot implements AutoCloseable {
  private final Weights weights;
  private final FlatArray masters;
  private final FlatArray statistics;

  private WeightsSnapshot(Weights weights) {
    this.weights = weights;
    this.masters = weights.array(weights.layout().elements());
    this.statistics = weights.array(weights.layout().statisticsElements());
    weights.copyInto(Part.MASTERS, masters);
    weights.copyInto(Part.STATISTICS, statistics);
  }

  /** Remembers the weights as they are now. */
  public static WeightsSnapshot of(Weights weights) {
    return new WeightsSnapshot(weights);
  }

  @Override
  public void close() {
    weights.copyFrom(Part.MASTERS, masters);
    weights.copyFrom(Part.STATISTICS, statistics);
    masters.close();
    statistics.close();
  }
}
