package io.bagoftricks.tricks.data.repeatedaugmentation;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Shows each image of an epoch several times in a row, augmented anew each time.
 *
 * <p>With {@code r} repeats and {@code n} images, an epoch shows the first {@code ceil(n / r)}
 * images of its random order, and takes as many steps as without: the sampler {@code
 * RepeatAugSampler} of DeiT and timm in one process (Touvron et al. 2021; the idea is that of
 * Hoffer et al. 2020, whose batches grow instead).
 */
public final class RepeatedAugmentation implements InitHook {
  private final RepeatedAugmentationConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public RepeatedAugmentation(RepeatedAugmentationConfig config) {
    this.config = config;
  }

  @Override
  @Uses(replaces = Slot.REPEATS)
  public void onInit(NetworkDraft network) {
    long images = network.facts().trainExamples();
    if (config.repeats() > images) {
      network
          .problems()
          .error(
              "repeats",
              "is %s, but there are %s images to train on, and an epoch has as many. Lower it."
                  .formatted(config.repeats(), images));
      return;
    }
    network.repeats(config.repeats());
    long left = images - (images + config.repeats() - 1) / config.repeats();
    network.receipt(new Effect(left, images, "images left to other epochs"));
  }
}
