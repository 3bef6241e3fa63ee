package io.bagoftricks.tricks.init.zerogamma;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.InitHook;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.Constant;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Multiply;
import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.ResidualBlock;
import io.bagoftricks.api.network.Role;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts the scale of the last batch norm of every residual branch at zero, so that each block
 * begins as its shortcut.
 *
 * <p>Goyal et al. 2017 (arXiv:1706.02677), section 5.1; He et al. 2019 (arXiv:1812.01187), section
 * 3.1.
 */
public final class ZeroGamma implements InitHook {
  /** Builds the trick; it has no settings. */
  @Inject
  public ZeroGamma() {}

  @Override
  @Uses(reads = Slot.STRUCTURE, changes = Slot.INITIALIZERS)
  public void onInit(NetworkDraft network) {
    int touched = 0;
    for (ResidualBlock block : network.residualBlocks()) {
      Optional<Node> last = lastBatchNorm(block);
      if (last.isPresent()) {
        network.initialize(gamma(last.get()), Constant.ZERO);
        touched++;
      }
    }
    network.receipt(new Effect(touched, network.nodes(BatchNorm2d.class).size(), "batch norms"));
  }

  /**
   * The norm that scales what a block adds; empty where a convolution comes behind it, for which a
   * gamma of 0 would be an input of 0 for ever. The convolutions of a gate (squeeze-and-excitation)
   * do not count: what it scales passes it by.
   */
  private static Optional<Node> lastBatchNorm(ResidualBlock block) {
    @Nullable Node last = null;
    boolean gate = false;
    for (Node node : block.branch().nodes()) {
      Layer layer = node.layer();
      if (layer instanceof GlobalAvgPool) {
        gate = true;
      } else if (layer instanceof Multiply) {
        gate = false;
      } else if (layer instanceof BatchNorm2d && !gate) {
        last = node;
      } else if (layer instanceof Conv2d && !gate) {
        last = null;
      }
    }
    return Optional.ofNullable(last);
  }

  private static Parameter gamma(Node batchNorm) {
    return batchNorm.parameters().stream()
        .filter(p -> p.role() == Role.GAMMA)
        .findFirst()
        .orElseThrow();
  }
}
