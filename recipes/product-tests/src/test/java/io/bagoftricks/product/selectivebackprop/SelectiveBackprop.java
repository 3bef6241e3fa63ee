package io.bagoftricks.product.selectivebackprop;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.Losses;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Trains on those examples of a batch alone whose loss is largest. The others cost one forward pass
 * in evaluation mode.
 *
 * <p>The largest instead of a draw by rank, as Jiang et al. 2019 (arXiv:1910.00762) have it.
 */
public final class SelectiveBackprop implements BatchHook {
  private final SelectiveBackpropConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public SelectiveBackprop(SelectiveBackpropConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = {Slot.INPUT, Slot.TARGET})
  public void onBatch(Batch batch) {
    double[] losses = Losses.crossEntropies(batch.logits(), batch.targets());
    int kept = Math.max(1, (int) Math.round(config.keep() * losses.length));
    batch.keep(
        IntStream.range(0, losses.length)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> -losses[row]))
            .limit(kept)
            .mapToInt(row -> row)
            .sorted()
            .toArray());
  }
}
