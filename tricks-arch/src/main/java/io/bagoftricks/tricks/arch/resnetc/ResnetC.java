package io.bagoftricks.tricks.arch.resnetc;

import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.tricks.arch.ResNetTweaks;
import jakarta.inject.Inject;

/**
 * Puts three 3x3 convolutions in the place of the stem's 7x7: tweak C alone.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 4.2.
 */
public final class ResnetC implements InitHook {
  /** Builds the trick; it has no settings. */
  @Inject
  public ResnetC() {}

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.VARIANT)
  public void onInit(NetworkDraft network) {
    network.receipt(ResNetTweaks.deepenStem(network));
  }
}
