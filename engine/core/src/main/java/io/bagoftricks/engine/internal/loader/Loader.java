package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import java.util.Arrays;
import java.util.List;

/** Prepares the images of a data set in threads of its own, pass by pass. */
public final class Loader {
  private final Dataset dataset;
  private final LoaderSpec spec;
  private final Draws shuffle;
  private final SampleEffects effects = new SampleEffects();

  /** A loader of one data set; {@code run} holds the key of the run's draws. */
  public Loader(Dataset dataset, LoaderSpec spec, Draws run) {
    this.dataset = dataset;
    this.spec = spec;
    this.shuffle = run.stream("shuffle");
  }

  /** Whether a trick has edited an image in any pass so far. */
  public boolean touched(String instance) {
    return effects.touched(instance);
  }

  /** Batches of one pass. */
  public int batches() {
    return spec.batches(dataset.size());
  }

  /** The images of a batch of an epoch, by their place in the data set. */
  public List<Integer> images(int epoch, long firstPosition, int size) {
    int[] order = order(epoch);
    return Arrays.stream(order, (int) firstPosition, (int) firstPosition + size).boxed().toList();
  }

  /** The image at each position of an epoch: a random order, whose images may be repeated. */
  private int[] order(int epoch) {
    int[] each = shuffle.stream(epoch).permutation(dataset.size());
    if (spec.repeats() == 1) {
      return each;
    }
    int[] repeated = new int[each.length];
    Arrays.setAll(repeated, position -> each[position / spec.repeats()]);
    return repeated;
  }

  /** Starts a pass over all of the data. */
  public LoaderPass pass(Moment start, Size target) {
    return pass(start, target, 0);
  }

  /**
   * Starts a pass over the data.
   *
   * @param start when its first batch is due, whether it is left out or not; the epoch decides the
   *     order and the draws
   * @param target the extent that the network receives
   * @param done batches that are left out, none of whose images is prepared
   */
  public LoaderPass pass(Moment start, Size target, int done) {
    SamplePipeline pipeline =
        new SamplePipeline(
            dataset, spec, start, target, spec.training() ? order(start.epoch()) : null, effects);
    return new LoaderPass(pipeline, spec, dataset.size(), done);
  }
}
