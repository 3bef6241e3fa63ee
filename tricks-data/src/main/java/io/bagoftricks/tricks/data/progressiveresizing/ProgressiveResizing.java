package io.bagoftricks.tricks.data.progressiveresizing;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Size;
import jakarta.inject.Inject;
import java.util.stream.IntStream;

/**
 * Trains on small images at first, then on ever larger ones, and in the end on whole ones, if an
 * epoch begins so late.
 *
 * <p>The scale of the sides is {@code initialScale}, and from {@code delayFraction} of the run on
 * it grows linearly, until 1 is reached {@code finetuneFraction} before the end: Composer's {@code
 * ProgressiveResizing}, epoch by epoch; the idea is fast.ai's (Howard 2018). Both sides are rounded
 * to multiples, where Composer rounds the width and scales the height as it; images are resized
 * smoothly, where Composer takes the nearest pixels.
 */
public final class ProgressiveResizing implements InitHook {
  private final ProgressiveResizingConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public ProgressiveResizing(ProgressiveResizingConfig config) {
    this.config = config;
  }

  @Override
  @Uses(replaces = Slot.INPUT_SIZE)
  public void onInit(NetworkDraft network) {
    RunFacts facts = network.facts();
    Size whole = facts.input().size();
    network.inputSize(epoch -> size(config, whole, epoch, facts.epochs()));
    long smaller =
        IntStream.range(0, facts.epochs())
            .filter(epoch -> !size(config, whole, epoch, facts.epochs()).equals(whole))
            .count();
    network.receipt(new Effect(smaller, facts.epochs(), "epochs on smaller images"));
  }

  /** The extent of training images in an epoch, from 0. */
  static Size size(ProgressiveResizingConfig config, Size whole, int epoch, int epochs) {
    double scale = scale(config, (double) epoch / epochs);
    return new Size(
        side(whole.height(), scale, config.sizeIncrement()),
        side(whole.width(), scale, config.sizeIncrement()));
  }

  /** The scale of the sides when a share of the run is done. */
  static double scale(ProgressiveResizingConfig config, double done) {
    if (done >= 1 - config.finetuneFraction()) {
      return 1;
    }
    if (done < config.delayFraction()) {
      return config.initialScale();
    }
    double span = 1 - config.finetuneFraction() - config.delayFraction();
    double grown = (done - config.delayFraction()) / span;
    return config.initialScale() + (1 - config.initialScale()) * grown;
  }

  /** The nearest multiple of the increment, a half to even; at least one, at most the whole. */
  private static int side(int whole, double scale, int increment) {
    if (scale == 1) {
      return whole;
    }
    int multiples = Math.max(1, (int) Math.rint(whole * scale / increment));
    return Math.min(whole, multiples * increment);
  }
}
