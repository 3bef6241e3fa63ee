package io.bagoftricks.tricks.arch.stochasticdepth;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.Chain;
import io.bagoftricks.api.network.ResidualBlock;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Drops residual branches at random in training, the deeper the likelier, so that the network is a
 * shallower one in each step; evaluation has all of them.
 *
 * <p>Huang et al. 2016 (arXiv:1603.09382), section 3; torchvision's {@code StochasticDepth}.
 */
public final class StochasticDepth implements InitHook {
  private final StochasticDepthConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public StochasticDepth(StochasticDepthConfig config) {
    this.config = config;
  }

  @Override
  @Uses(changes = Slot.STRUCTURE, stage = Stage.DROPS)
  public void onInit(NetworkDraft network) {
    List<ResidualBlock> blocks = network.residualBlocks();
    int dropped = 0;
    for (ResidualBlock block : blocks) {
      double rate = config.rate() * config.profile().share(block.index(), blocks.size());
      if (rate > 0) {
        network.insertAfter(
            block.branch(), Chain.of("drop_path", new DropPath(rate, config.mode())));
        dropped++;
      }
    }
    network.receipt(new Effect(dropped, blocks.size(), "residual branches are dropped at random"));
  }
}
