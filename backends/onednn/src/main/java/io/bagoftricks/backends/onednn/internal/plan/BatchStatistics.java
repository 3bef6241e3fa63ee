package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.onednn.internal.natives.Address;
import io.bagoftricks.backends.onednn.internal.natives.Floats;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The batch means and biased variances of one training forward, laid out like the running
 * statistics; those of frozen batch norms are zero and enter nothing. The others enter those
 * together, after the last layer, and only if the whole forward stayed finite: an overflow anywhere
 * moves none of them.
 */
public final class BatchStatistics implements AutoCloseable {
  private final OneDnnWeights weights;
  private final int elements;
  private final Arena memory;
  private final float[] momentum;
  private final float[] unbias;
  private final float[] batch;
  private final float[] running;

  /**
   * Room for every batch norm of a network.
   *
   * @param shapes of all layers at the plan's input
   */
  public BatchStatistics(OneDnnWeights weights, int batchSize, Map<String, Shape> shapes) {
    this.weights = weights;
    this.elements = Math.toIntExact(weights.layout().statisticsElements());
    this.memory = new Arena((long) elements * Float.BYTES);
    this.momentum = new float[elements];
    this.unbias = new float[elements];
    this.batch = new float[elements];
    this.running = new float[elements];
    measured().put(0, batch);
    Arrays.fill(unbias, 1);
    for (Vertex vertex : weights.network().vertices()) {
      Shape shape = shapes.get(vertex.name());
      if (vertex.layer() instanceof BatchNorm2d norm && !norm.frozen() && shape != null) {
        StatisticsSlice slice = weights.layout().statisticsOf(vertex.name());
        int from = Math.toIntExact(slice.offset());
        int variances = from + slice.channels();
        double count = (double) batchSize * shape.height() * shape.width();
        Arrays.fill(momentum, from, variances + slice.channels(), (float) norm.momentum());
        Arrays.fill(unbias, variances, variances + slice.channels(), (float) (count / (count - 1)));
      }
    }
  }

  /** Bytes outside the arena. */
  public long bytes() {
    return (long) elements * Float.BYTES;
  }

  /** Where a batch norm writes its batch mean, or the running one. */
  public Tensor mean(String layer, boolean ofBatch) {
    StatisticsSlice slice = weights.layout().statisticsOf(layer);
    return vector(slice.offset(), slice.channels(), ofBatch);
  }

  /** Where a batch norm writes its biased batch variance, or the running one. */
  public Tensor variance(String layer, boolean ofBatch) {
    StatisticsSlice slice = weights.layout().statisticsOf(layer);
    return vector(slice.offset() + slice.channels(), slice.channels(), ofBatch);
  }

  /**
   * {@code running += momentum * (batch - running)}, with the unbiased variance, unless something
   * is not finite. Then the logits become not a number, too: a ReLU may have hidden the overflow.
   */
  public void moveRunning(FloatBuffer logits) {
    if (elements == 0) {
      return;
    }
    FloatBuffer measured = measured();
    measured.get(0, batch);
    if (!finite(measured)) {
      for (int i = 0; i < logits.capacity(); i++) {
        logits.put(i, Float.NaN);
      }
      return;
    }
    if (!finite(logits)) {
      return;
    }
    weights.editStatistics(
        statistics -> {
          statistics.get(0, running);
          for (int i = 0; i < elements; i++) {
            running[i] += momentum[i] * (batch[i] * unbias[i] - running[i]);
          }
          statistics.put(0, running);
        });
  }

  @Override
  public void close() {
    memory.close();
  }

  private FloatBuffer measured() {
    return Floats.of(new Address(memory.start()), elements);
  }

  private static boolean finite(FloatBuffer values) {
    for (int i = 0; i < values.capacity(); i++) {
      if (!Float.isFinite(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  private Tensor vector(long offset, int channels, boolean ofBatch) {
    long start = ofBatch ? memory.start() : weights.statistics().data().address();
    return Assembler.at(new Address(start + offset * Float.BYTES), Formats.vector(channels));
  }
}
