package io.bagoftricks.tricks.arch.xresnetd;

import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.tricks.arch.ResNetTweaks;
import io.bagoftricks.tricks.arch.xresnetd.XresnetDConfig.Variant;
import jakarta.inject.Inject;

/**
 * Rebuilds a ResNet so that no convolution throws information away: the tweaks B, C and D in one.
 *
 * <p>He et al. 2019 (arXiv:1812.01187), section 4.2.
 */
public final class XresnetD implements InitHook {
  private final XresnetDConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public XresnetD(XresnetDConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.VARIANT)
  public void onInit(NetworkDraft network) {
    network.receipt(ResNetTweaks.moveStrides(network));
    if (config.variant().includes(Variant.C)) {
      network.receipt(ResNetTweaks.deepenStem(network));
    }
    if (config.variant().includes(Variant.D)) {
      network.receipt(ResNetTweaks.poolShortcuts(network));
    }
  }
}
