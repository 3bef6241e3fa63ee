package io.bagoftricks.tricks.arch.resnetb;

import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.tricks.arch.ResNetTweaks;
import jakarta.inject.Inject;

/**
 * Moves the stride of a bottleneck from its first 1x1, which skips three quarters of its input, to
 * its 3x3: tweak B alone.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 4.2.
 */
public final class ResnetB implements InitHook {
  /** Builds the trick; it has no settings. */
  @Inject
  public ResnetB() {}

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.VARIANT)
  public void onInit(NetworkDraft network) {
    network.receipt(ResNetTweaks.moveStrides(network));
  }
}
