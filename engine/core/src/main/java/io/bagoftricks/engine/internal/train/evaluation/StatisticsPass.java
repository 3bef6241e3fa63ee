package io.bagoftricks.engine.internal.train.evaluation;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.backends.spi.Finiteness;
import io.bagoftricks.backends.spi.FlatArray;
import io.bagoftricks.backends.spi.ForwardDraws;
import io.bagoftricks.backends.spi.ParameterLayout.StatisticsSlice;
import io.bagoftricks.backends.spi.Phase;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.backends.spi.Weights.Part;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.loader.LoaderSpec;
import io.bagoftricks.engine.internal.metric.Rows;
import io.bagoftricks.engine.internal.train.hook.SampleHooks;
import io.bagoftricks.engine.internal.train.memory.BatchArrays;
import io.bagoftricks.engine.internal.train.memory.PlanCache;
import io.bagoftricks.engine.internal.train.memory.WeightsSnapshot;
import io.bagoftricks.engine.internal.train.watch.ArrayWatch;
import io.bagoftricks.engine.internal.train.watch.HandedArray;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.recipe.TrainingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Running statistics of weights that were never trained, such as an average: the mean over batches
 * of training images, weighted by examples, of what a training forward measures. Trained weights
 * and statistics are put back.
 */
final class StatisticsPass implements AutoCloseable {
  private final RunTricks tricks;
  private final RunPlan plan;
  private final Weights weights;
  private final PlanCache plans;
  private final BatchArrays arrays;
  private final ArrayWatch watched;
  private final Draws root;
  private @Nullable Dataset images;
  private @Nullable Dataset own;

  StatisticsPass(
      RunTricks tricks,
      Weights weights,
      PlanCache plans,
      BatchArrays arrays,
      ArrayWatch watched,
      Draws root) {
    this.tricks = tricks;
    this.plan = tricks.plan();
    this.weights = weights;
    this.plans = plans;
    this.arrays = arrays;
    this.watched = watched;
    this.root = root;
  }

  /** Reads images that are open already; otherwise those of the recipe are opened when needed. */
  void of(Dataset open) {
    images = open;
  }

  /**
   * Measures.
   *
   * @param moment whose epoch decides the order of the images and the draws on them
   * @param masters flat, of the type of the weights
   * @param examples the pass ends with the batch in which so many are reached
   * @return running means and variances, flat; the caller's
   */
  INDArray measure(Moment moment, INDArray masters, long examples) {
    if (weights.layout().statisticsElements() == 0) {
      return weights.statistics().dup();
    }
    WeightsSnapshot trained = WeightsSnapshot.of(weights);
    try (FlatArray blank = weights.array(weights.layout().statisticsElements());
        FlatArray mean = weights.array(weights.layout().statisticsElements())) {
      weights.copyInto(Part.STATISTICS, blank);
      INDArray started = blank.values().dup();
      eachMoving((slice, norm) -> part(blank.values(), slice).assign(0));
      blank.written();
      try (FlatArray view = weights.view(masters)) {
        weights.copyFrom(Part.MASTERS, view);
      }
      long measured = accumulate(moment, blank, mean, examples);
      INDArray result = measured == 0 ? started : mean.values().dup();
      if (measured > 0) {
        eachMoving((slice, norm) -> part(result, slice).divi(norm.momentum()));
        started.close();
      }
      return result;
    } finally {
      trained.close();
      expectWrites();
    }
  }

  /** Returns how many examples were measured; batches that overflow are left out. */
  private long accumulate(Moment moment, FlatArray blank, FlatArray mean, long examples) {
    long measured = 0;
    long seen = 0;
    long first = moment.epoch() * plan.facts().stepsPerEpoch();
    Moment start = new Moment(moment.epoch(), first, moment.totalSteps());
    Shape image = plan.facts().input();
    try (LoaderPass pass = loader().pass(start, image.size())) {
      while (seen < examples && pass.hasNext()) {
        LoaderBatch batch = pass.next();
        INDArray inputs = arrays.inputs(batch, image);
        watched.add(HandedArray.inputs(inputs));
        int micro = plan.recipe().training().microBatchSize();
        for (int from = 0; from < batch.size(); from += micro) {
          int size = Math.min(micro, batch.size() - from);
          weights.copyFrom(Part.STATISTICS, blank);
          expectWrites();
          Plan network = plans.plan(size, image, Phase.TRAINING);
          ForwardDraws draws = ForwardDraws.of(root.stream("statistics").stream(seen), from);
          if (Finiteness.allFinite(network.forward(Rows.slice(inputs, from, size), draws))) {
            measured += size;
            weights.lerpInto(Part.STATISTICS, mean, (double) size / measured);
          }
        }
        seen += batch.size();
      }
    }
    return measured;
  }

  private Loader loader() {
    TrainingConfig training = plan.recipe().training();
    return new Loader(
        open(),
        new LoaderSpec(
            training.batchSize(),
            true,
            training.dropLast(),
            1,
            training.loaderThreads(),
            plan.settings().normalization(),
            SampleHooks.of(tricks, root)),
        root);
  }

  private Dataset open() {
    Dataset open = images;
    if (open == null) {
      try {
        open = plan.recipe().data().made().open(Split.TRAIN);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      own = open;
      images = open;
    }
    return open;
  }

  /** Closes images that it has opened itself. */
  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }

  /** Does something with each batch norm whose statistics training moves. */
  private void eachMoving(MovingNorm action) {
    for (Network.Vertex vertex : weights.network().vertices()) {
      if (vertex.layer() instanceof BatchNorm2d norm && !norm.frozen() && norm.momentum() > 0) {
        action.accept(weights.layout().statisticsOf(vertex.name()), norm);
      }
    }
  }

  private void expectWrites() {
    watched.expectWrite("weights()");
    watched.expectWrite("statistics()");
  }

  private static INDArray part(INDArray flat, StatisticsSlice slice) {
    return flat.get(NDArrayIndex.interval(slice.offset(), slice.offset() + 2L * slice.channels()));
  }

  @FunctionalInterface
  private interface MovingNorm {
    void accept(StatisticsSlice slice, BatchNorm2d norm);
  }
}
