package io.bagoftricks.tricks.arch.resnetd;

import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.tricks.arch.ResNetTweaks;
import jakarta.inject.Inject;

/**
 * Averages in a shortcut before a 1x1 of stride 1, instead of striding in the 1x1: tweak D alone.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 4.2.
 */
public final class ResnetD implements InitHook {
  /** Builds the trick; it has no settings. */
  @Inject
  public ResnetD() {}

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.VARIANT)
  public void onInit(NetworkDraft network) {
    network.receipt(ResNetTweaks.poolShortcuts(network));
  }
}
