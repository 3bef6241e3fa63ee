package io.bagoftricks.engine.internal.train.evaluation;

import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.metric.MeanProbabilities;
import io.bagoftricks.engine.internal.train.memory.BatchArrays;
import io.bagoftricks.engine.plan.RunPlan;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes a class map of each image of a pass. */
public final class ClassMaps implements AutoCloseable {
  private final Shape input;
  private final Normalization normalization;
  private final BatchArrays arrays;
  private final Draws draws;
  private final OptionalInt label;
  private @Nullable GradCam gradCam;

  /**
   * No maps yet.
   *
   * @param label the class; empty for the most probable of each image
   */
  public ClassMaps(RunPlan plan, BatchArrays arrays, Draws draws, OptionalInt label) {
    this.input = plan.facts().input();
    this.normalization = plan.settings().normalization();
    this.arrays = arrays;
    this.draws = draws;
    this.label = label;
  }

  /** Computes the maps of a batch, and tells of each image. */
  public void take(
      LoaderBatch batch,
      MeanProbabilities mean,
      Supplier<GradCam> begin,
      BiConsumer<List<Double>, ClassMap> explained) {
    GradCam maps = gradCam == null ? begin.get() : gradCam;
    gradCam = maps;
    INDArray activations = maps.activations(arrays.inputs(batch, input), draws);
    for (int row = 0; row < batch.size(); row++) {
      List<Double> probabilities = mean.of(row);
      int of = label.orElse(mostProbable(probabilities));
      explained.accept(
          probabilities,
          new ClassMap(
              maps.layer(),
              of,
              probabilities.get(of),
              prepared(batch, row),
              maps.shape().size(),
              maps.values(activations, row, of, draws)));
    }
  }

  private static int mostProbable(List<Double> probabilities) {
    int most = 0;
    for (int c = 1; c < probabilities.size(); c++) {
      most = probabilities.get(c) > probabilities.get(most) ? c : most;
    }
    return most;
  }

  /** Pixels again, of what the network is fed. */
  private Image prepared(LoaderBatch batch, int row) {
    int area = input.height() * input.width();
    float[][] planes = new float[input.channels()][area];
    for (int channel = 0; channel < input.channels(); channel++) {
      double mean = normalization.mean().get(channel);
      double deviation = normalization.standardDeviation().get(channel);
      int from = (row * input.channels() + channel) * area;
      for (int i = 0; i < area; i++) {
        planes[channel][i] = (float) (batch.inputs()[from + i] * deviation + mean);
      }
    }
    return new Image(input.size(), planes);
  }

  @Override
  public void close() {
    if (gradCam != null) {
      gradCam.close();
    }
  }
}
