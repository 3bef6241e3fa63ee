package io.bagoftricks.tricks.data.normalize;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import jakarta.inject.Inject;

/**
 * Declares {@code (pixel - mean) / standardDeviation} per channel, for training, evaluation,
 * prediction and teachers alike.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 2.1.
 */
public final class Normalize implements InitHook {
  private final NormalizeConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public Normalize(NormalizeConfig config) {
    this.config = config;
  }

  @Override
  @Uses(replaces = Slot.NORMALIZATION)
  public void onInit(NetworkDraft network) {
    network.normalization(config.mean(), config.standardDeviation());
    network.receipt(
        new Effect(config.mean().size(), network.facts().input().channels(), "channels"));
  }
}
