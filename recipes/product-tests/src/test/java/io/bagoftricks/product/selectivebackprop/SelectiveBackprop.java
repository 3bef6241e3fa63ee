package io.bagoftricks.product.selectivebackprop;

import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Losses;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;
import java.util.Arrays;

/**
 * Lets the examples of a micro-batch count whose loss is largest: the loss is their mean.
 *
 * <p>The largest instead of a draw by rank, as Jiang et al. 2019 (arXiv:1910.00762) have it.
 */
public final class SelectiveBackprop implements LossHook {
  private final SelectiveBackpropConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public SelectiveBackprop(SelectiveBackpropConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.LOSS_TERMS)
  public void onLoss(LossDraft loss) {
    double[] losses = Losses.crossEntropies(loss.logits(), loss.targets());
    int examples = losses.length;
    int kept = Math.max(1, (int) Math.round(config.keep() * examples));
    double[] sorted = losses.clone();
    Arrays.sort(sorted);
    double least = sorted[examples - kept];
    double count = Arrays.stream(losses).filter(each -> each >= least).count(); // with ties
    loss.weigh(Arrays.stream(losses).map(each -> each >= least ? examples / count : 0).toArray());
  }
}
