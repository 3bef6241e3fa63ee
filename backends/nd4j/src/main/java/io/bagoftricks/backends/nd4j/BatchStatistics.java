package io.bagoftricks.backends.nd4j;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Weights.Part;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The batch means and unbiased variances of one training forward, laid out like the running
 * statistics; those of frozen batch norms are zero and enter nothing. The others enter those
 * together, after the last layer, and only if the whole forward stayed finite: an overflow anywhere
 * moves none of them.
 */
public final class BatchStatistics {
  private final Nd4jWeights weights;
  private final INDArray batch;
  private final INDArray momentum;
  private final INDArray movement;

  public BatchStatistics(Nd4jWeights weights, Arena arena) {
    this.weights = weights;
    long elements = weights.layout().statisticsElements();
    this.batch = arena.allocate(elements);
    this.momentum = arena.allocate(elements);
    this.movement = arena.allocate(elements);
    for (Vertex vertex : weights.network().vertices()) {
      if (vertex.layer() instanceof BatchNorm2d norm) {
        StatisticsSlice slice = weights.layout().statisticsOf(vertex.name());
        FlatViews.of(momentum, slice.offset(), 2L * slice.channels())
            .assign(norm.frozen() ? 0 : norm.momentum());
      }
    }
  }

  /** Where a batch norm writes its batch mean. */
  public INDArray mean(String layer) {
    StatisticsSlice slice = weights.layout().statisticsOf(layer);
    return FlatViews.of(batch, slice.offset(), slice.channels());
  }

  /** Where a batch norm writes its unbiased batch variance. */
  public INDArray variance(String layer) {
    StatisticsSlice slice = weights.layout().statisticsOf(layer);
    return FlatViews.of(batch, slice.offset() + slice.channels(), slice.channels());
  }

  /** {@code running += momentum * (batch - running)}, unless something is not finite. */
  public void moveRunning(INDArray logits) {
    if (!batch.isEmpty() && Finiteness.allFinite(List.of(batch, logits))) {
      batch.sub(weights.statistics(), movement).muli(momentum);
      weights.statistics().addi(movement);
      weights.written(Part.STATISTICS);
    }
  }
}
