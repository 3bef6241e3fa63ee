package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.network.Normalization;
import java.util.List;

/**
 * How images become batches.
 *
 * @param batchSize images of a batch; while training, of one step
 * @param training whether each epoch has its own random order, and each batch makes a step;
 *     otherwise images come in the order of the data set
 * @param dropLast whether a last, smaller batch is left out
 * @param repeats how often an epoch of training shows an image; otherwise 1
 * @param threads how many prepare images; they change no result
 * @param normalization how pixels become inputs; it has as many channels as the network's input
 * @param steps what tricks do to each image, in order
 */
public record LoaderSpec(
    int batchSize,
    boolean training,
    boolean dropLast,
    int repeats,
    int threads,
    Normalization normalization,
    List<SampleStep> steps) {
  /** Checks that there are a batch and a thread. */
  public LoaderSpec {
    DataRanges.check("batchSize", batchSize, 1, Integer.MAX_VALUE);
    DataRanges.check("repeats", repeats, 1, training ? Integer.MAX_VALUE : 1);
    DataRanges.check("threads", threads, 1, 256);
    steps = List.copyOf(steps);
  }

  /** Every image once, in order. */
  public static LoaderSpec evaluation(
      int batchSize, int threads, Normalization normalization, List<SampleStep> steps) {
    return new LoaderSpec(batchSize, false, false, 1, threads, normalization, steps);
  }

  /** Channels of the network's input. */
  int channels() {
    return normalization.mean().size();
  }

  /** Batches of one pass over so many images. */
  int batches(int images) {
    return dropLast ? images / batchSize : (int) (((long) images + batchSize - 1) / batchSize);
  }
}
